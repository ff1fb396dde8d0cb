using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;

namespace MigrationTooling.Storage;

/// <summary>Reads the history.</summary>
public interface IHistoryReader
{
    /// <summary>Reads everything a plan needs, at one instant.</summary>
    ValueTask<DatabaseSnapshot> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The kept text of a script; null where it was not kept.</summary>
    ValueTask<StoredText?> ReadTextAsync(string h1, CancellationToken cancellationToken);

    /// <summary>
    /// True where the session is ours from one transaction to the next, so that what a script sets for it holds on. Asked only for scripts
    /// that need it.
    /// </summary>
    ValueTask<bool> KeepsSessionAsync(CancellationToken cancellationToken) => new(true);

    /// <summary>The whole journal, oldest first; none where there is no history.</summary>
    ValueTask<IReadOnlyList<JournalRecord>> ReadJournalAsync(CancellationToken cancellationToken);
}

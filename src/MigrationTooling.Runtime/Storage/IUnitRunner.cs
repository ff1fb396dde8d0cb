using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Sql;

namespace MigrationTooling.Storage;

/// <summary>Runs units: statements that commit together with their history write.</summary>
public interface IUnitRunner
{
    /// <summary>
    /// Opens a unit's transaction, checks the fence in it and reads the migration's row again: it must be the one that the
    /// intent wrote, else the unit is refused.
    /// </summary>
    ValueTask<IUnit> BeginUnitAsync(UnitStart start, CancellationToken cancellationToken);

    /// <summary>Repeats a statement of a committed unit that only sets the session (PRAGMA, ATTACH), outside any transaction.</summary>
    ValueTask RestoreSessionAsync(SqlStatement statement, CancellationToken cancellationToken);

    /// <summary>Looks into the catalog around statements that can't be in a transaction; null where the engine's may all run twice.</summary>
    IStatementProbe? Probe => null;

    /// <summary>Takes the session back to the settings every migration starts from.</summary>
    ValueTask ResetSessionAsync(CancellationToken cancellationToken);
}

/// <summary>An open unit. Disposed without a commit, it is rolled back.</summary>
public interface IUnit : IAsyncDisposable
{
    /// <summary>
    /// Runs one statement. An engine may send several together; its fault names the statement that failed, which need not be the one
    /// being given.
    /// </summary>
    ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken);

    /// <summary>Rows that its statements inserted, updated or deleted themselves so far; what cascades and triggers did is left out. What was held back is run first.</summary>
    ValueTask<long> CountChangedRowsAsync(CancellationToken cancellationToken);

    /// <summary>Runs a COPY that the script's own data follow.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="nextPiece">Fills a buffer with the next piece of the data, as UTF-8, and answers its length; 0 behind the last. Pieces may end within a line.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask CopyAsync(SqlStatement statement, Func<byte[], int> nextPiece, CancellationToken cancellationToken) =>
        throw new DatabaseFaultException(new DatabaseFault.Statement("This engine takes no data behind a statement.", null, statement, null));

    /// <summary>
    /// Proves that the unit's transaction is still the one it began, writes the history, and commits both. Answers what is worth saying about it.
    /// Where the history says what is done from now on, the intent of another migration is in it: the next unit is that migration's first, and
    /// starts from the settings every migration starts from.
    /// </summary>
    ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken);
}

/// <summary>What a unit needs to know of its migration.</summary>
/// <param name="Row">The row as the intent, or the unit before, left it.</param>
/// <param name="ForeignKeys">True where foreign keys stay enforced while it runs.</param>
/// <param name="InTransaction">False for a statement that can't run in one.</param>
public sealed record UnitStart(HistoryRow Row, bool ForeignKeys, bool InTransaction)
{
    /// <summary>Written, and committed, before the statement of a unit that is not in a transaction; null for nothing.</summary>
    public HistoryWrite? Intent { get; init; }

    /// <summary>True for the first unit that this run takes of the migration.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>True for the migration's last unit that is in a transaction: what spans the units is checked at its end, where it can still be rolled back.</summary>
    public bool IsLast { get; init; } = true;

    /// <summary>Whether a later pending migration names this table, so that what this one leaves open may be its to close.</summary>
    public Func<string, bool> IsNamedLater { get; init; } = _ => false;

    /// <summary>Whether only migrations that are taken back already name this table: their rollback left it behind, so what it refers to is nobody's loss.</summary>
    public Func<string, bool> IsLeftBehind { get; init; } = _ => false;
}

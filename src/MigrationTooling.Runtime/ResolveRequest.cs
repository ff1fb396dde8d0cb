using MigrationTooling.History;

namespace MigrationTooling;

/// <summary>An operator's word about a migration.</summary>
/// <param name="Id">The migration: an id, a former id, or a version.</param>
/// <param name="As">Completed, pending or failed.</param>
/// <param name="Reason">Why; kept in the journal.</param>
public sealed record ResolveRequest(string Id, MigrationState As, string Reason)
{
    /// <summary>Allows to forget an applied migration: it is pending then, and the next <c>up</c> runs it again.</summary>
    public bool MayForget { get; init; }

    /// <summary>Decides and writes nothing.</summary>
    public bool IsDryRun { get; init; }
}

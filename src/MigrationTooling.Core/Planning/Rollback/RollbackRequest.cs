using MigrationTooling.History;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>What a rollback is planned from: nothing else is asked.</summary>
/// <param name="Manifest">The migrations in apply order.</param>
/// <param name="Dialect">The database's dialect.</param>
/// <param name="Database">The database as it was read.</param>
public sealed record RollbackRequest(MigrationManifest Manifest, Dialect Dialect, DatabaseSnapshot Database)
{
    /// <summary>The migration that stays on top: its id, a former id, or its version; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>How many to take back; null with a target, with <see cref="All"/>, or for one.</summary>
    public int? Steps { get; init; }

    /// <summary>True: everything.</summary>
    public bool All { get; init; }

    /// <summary>Only this migration, wherever it stands; what came after it stays. Null for the usual order.</summary>
    public string? Only { get; init; }

    /// <summary>Which text runs where a down script was edited since it was applied; null where nobody said.</summary>
    public DownSource? From { get; init; }

    /// <summary>True: where a down script was edited and nobody said which text runs, the one that the history kept.</summary>
    public bool PrefersKept { get; init; }

    /// <summary>True: the up script of what is taken back may say something else now than what was applied (a disposable database).</summary>
    public bool AcceptsEdited { get; init; }

    /// <summary>Edits that the lock accepts.</summary>
    public EquatableList<AcceptedEdit> Accepted { get; init; } = EquatableList<AcceptedEdit>.Empty;
}

/// <summary>Where the text of a down script is taken from.</summary>
public enum DownSource
{
    /// <summary>The file, as it is now.</summary>
    File = 0,

    /// <summary>The text that the history kept when the migration was applied.</summary>
    History = 1,
}

using System.Collections.Generic;
using System.Threading;
using MigrationTooling.Planning;

namespace MigrationTooling;

/// <summary>What <c>down</c> is asked to do. Without a target, a number or all: one step.</summary>
public sealed record DownRequest
{
    /// <summary>The migration that stays on top: an id, a former id, or a version. Everything applied after it is taken back.</summary>
    public string? Target { get; init; }

    /// <summary>How many to take back, the newest first.</summary>
    public int? Steps { get; init; }

    /// <summary>True: everything.</summary>
    public bool All { get; init; }

    /// <summary>Which text runs where a down script was edited since it was applied; null refuses such a one.</summary>
    public DownSource? From { get; init; }

    /// <summary>True: the database is thrown away sooner or later, so the up script of what is taken back may have been edited.</summary>
    public bool IsDisposable { get; init; }

    /// <summary>The ids that somebody agreed to, in order; a run that would take back others is refused. Null: nobody was asked.</summary>
    public IReadOnlyList<string>? Confirmed { get; init; }

    /// <summary>Only this one, for a redo.</summary>
    internal string? Only { get; init; }

    /// <summary>Asks the run to stop after the unit it is in; the token given to the method cancels the unit itself.</summary>
    public CancellationToken StopAfterUnit { get; init; }
}

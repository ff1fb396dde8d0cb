using System.Threading;
using MigrationTooling.Planning;

namespace MigrationTooling;

/// <summary>What <c>redo</c> is asked to do: take one migration back and apply it again.</summary>
public sealed record RedoRequest
{
    /// <summary>Which one: an id, a former id, or a version. Null for the one applied last; another one must not be needed by what came after it.</summary>
    public string? Id { get; init; }

    /// <summary>Which down script runs where it was edited since it was applied; null refuses such a one, or on a disposable database runs the one of that time.</summary>
    public DownSource? From { get; init; }

    /// <summary>True: the database is thrown away sooner or later, so the up script may have been edited; the new text is applied.</summary>
    public bool IsDisposable { get; init; }

    /// <summary>Asks the run to stop after the unit it is in; the token given to the method cancels the unit itself.</summary>
    public CancellationToken StopAfterUnit { get; init; }
}

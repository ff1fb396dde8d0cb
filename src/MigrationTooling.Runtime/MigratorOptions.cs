using System;
using System.Collections.Generic;
using MigrationTooling.Events;
using MigrationTooling.Locking;

namespace MigrationTooling;

/// <summary>How a <see cref="Migrator"/> works.</summary>
public sealed record MigratorOptions
{
    /// <summary>The defaults.</summary>
    public static MigratorOptions Default { get; } = new();

    /// <summary>Receives what happens while it happens; null for nobody.</summary>
    public IMigrationObserver? Observer { get; init; }

    /// <summary>The clock of everything that is recorded and of every deadline.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long to wait for another runner before giving up as locked; zero asks once.</summary>
    public TimeSpan RunLockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True: a database that is ahead of the manifest is an error instead of nothing to do.</summary>
    public bool Strict { get; init; }

    /// <summary>Edits of applied migrations that the lock file accepts: reported, not refused.</summary>
    public IReadOnlyList<AcceptedEdit> AcceptedEdits { get; init; } = [];

    /// <summary>True: whoever runs adds what is applied to the lock file. The journal keeps that, so that a rollback knows which lines are its own.</summary>
    public bool AddsToLock { get; init; }

    /// <summary>Who runs, as waiting runners, the history and the journal show it; null for user, host and process id.</summary>
    public string? RunnerName { get; init; }

    /// <summary>The version recorded with each migration; null for this library's.</summary>
    public string? ToolVersion { get; init; }
}

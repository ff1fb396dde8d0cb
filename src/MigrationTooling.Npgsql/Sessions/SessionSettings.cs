using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Locking;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>The settings every migration starts from, and the ones under which the history is written whatever a script set.</summary>
/// <param name="Runner">Whom the session shows itself as.</param>
/// <param name="SessionUser">Who connected.</param>
/// <param name="Role">The role that the session began with.</param>
/// <param name="ChecksClient">True where the server can look whether its client is still there.</param>
/// <param name="BeginSql">BEGIN, with what a transaction is before any script says otherwise.</param>
/// <param name="LockTimeout">How long a statement waits for a lock, unless somebody else says so; zero for ever.</param>
internal sealed record SessionSettings(string Runner, string SessionUser, string Role, string BeginSql, bool ChecksClient, TimeSpan LockTimeout)
{
    /// <summary>The fencing token, shown with the runner's name; 0 before there is one.</summary>
    public long Token { get; init; }

    /// <summary>A lease is agreed on: no server session is ours for longer than a transaction, so nothing is set for longer. Null where the session is ours.</summary>
    public LeaseTerms? Lease { get; init; }

    /// <summary>What takes a session back. Never DISCARD ALL: that would free the advisory lock by which others see that this session is at work.</summary>
    public static IReadOnlyList<string> Resets { get; } =
        ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL", "CLOSE ALL", "UNLISTEN *", Deallocation, "DISCARD TEMP"];

    private const string Deallocation = "DEALLOCATE ALL";

    /// <summary>Begins a transaction that takes the session back.</summary>
    /// <param name="pipeline">Takes the commands.</param>
    /// <param name="keepsPrepared">What is prepared in the session is ours, and stays.</param>
    public void BeginAnew(Pipeline pipeline, bool keepsPrepared)
    {
        if (Lease is not null)
        {
            // Each transaction begins clean, and leaves nothing.
            Begin(pipeline);
            return;
        }

        // Taken back inside it, what the script before left would still say what this transaction is.
        pipeline.Add(StepKind.Plumbing, BeginSql);
        Reset(pipeline, keepsPrepared);
    }

    /// <summary>Takes the session back.</summary>
    public void Reset(Pipeline pipeline, bool keepsPrepared = false)
    {
        if (Lease is not null)
        {
            return;
        }

        foreach (string command in Resets.Where(c => !keepsPrepared || c != Deallocation))
        {
            pipeline.Add(StepKind.Plumbing, command);
        }

        Apply(pipeline);
    }

    /// <summary>Our own settings of the session; with a lease, each transaction has its own.</summary>
    public void Apply(Pipeline pipeline)
    {
        if (Lease is null)
        {
            Set(pipeline, "false");
        }
    }

    /// <summary>Begins a transaction.</summary>
    public void Begin(Pipeline pipeline)
    {
        if (Lease is null)
        {
            pipeline.Add(StepKind.Plumbing, "BEGIN");
        }
        else
        {
            PooledSession.BeginClean(pipeline);
            Set(pipeline, "true");
        }
    }

    /// <summary>What is written before a statement outside of a transaction; null where the session's own name is enough.</summary>
    public string? Mark => Lease is null ? null : LeaseTerms.Mark(Runner, Token);

    private string Name => Token == 0 ? LockHolder.ApplicationName(Runner)
        : Lease is null ? LockHolder.ApplicationName(Runner, Token)
        : LeaseTerms.ApplicationName(Runner, Token);

    // One command for all of them: it is sent between every two migrations.
    private void Set(Pipeline pipeline, string isLocal)
    {
        string shown = $"SELECT pg_catalog.set_config('application_name', $1, {isLocal})";
        string check = ChecksClient ? $", pg_catalog.set_config('client_connection_check_interval', '2000', {isLocal})" : "";
        if (LockTimeout > TimeSpan.Zero)
        {
            pipeline.Add(StepKind.Plumbing, shown + check + ", " + LimitSql("$2", isLocal), Name, OwnLockTimeout);
        }
        else
        {
            pipeline.Add(StepKind.Plumbing, shown + check, Name);
        }
    }

    /// <summary>Limits the wait for locks where nobody else has.</summary>
    public void WithLockTimeout(Pipeline pipeline)
    {
        if (Lease is null && LockTimeout > TimeSpan.Zero)
        {
            pipeline.Add(StepKind.Plumbing, "SELECT " + LimitSql("$1"), OwnLockTimeout);
        }
    }

    /// <summary>Takes our own limit away: a CREATE INDEX CONCURRENTLY that gives up leaves an invalid index behind.</summary>
    public void WithoutLockTimeout(Pipeline pipeline)
    {
        if (Lease is null)
        {
            pipeline.Add(
                StepKind.Plumbing,
                "SELECT pg_catalog.set_config('lock_timeout', '0', false) WHERE pg_catalog.current_setting('lock_timeout') = $1", OwnLockTimeout);
        }
    }

    private static string LimitSql(string limit, string isLocal = "false") =>
        $"CASE pg_catalog.current_setting('lock_timeout') WHEN '0' THEN pg_catalog.set_config('lock_timeout', {limit}, {isLocal}) END";

    // An odd number, so that it is known again: nobody writes a limit like this one.
    private string OwnLockTimeout => ((long)LockTimeout.TotalMilliseconds / 10 * 10 + 1).ToString(CultureInfo.InvariantCulture) + "ms";

    /// <summary>For the rest of the transaction: the runner's own role, and no search path but the system's.</summary>
    public void Own(Pipeline pipeline) => pipeline.Add(
        StepKind.Plumbing,
        "SELECT pg_catalog.set_config('session_authorization', $1, true), pg_catalog.set_config('role', $2, true), pg_catalog.set_config('search_path', 'pg_catalog', true)",
        SessionUser, Role);

    /// <summary>The fence of a unit in a session that an earlier unit of the same migration may have changed: passed as ourselves, then the script's role is given back.</summary>
    public void AsOurselves(Pipeline pipeline, Action<Pipeline> fence)
    {
        pipeline.Add(
            StepKind.Plumbing,
            "SELECT pg_catalog.set_config('migrate.session_authorization', pg_catalog.current_setting('session_authorization'), true), pg_catalog.set_config('migrate.role', pg_catalog.current_setting('role'), true)");
        pipeline.Add(StepKind.Plumbing, "SELECT pg_catalog.set_config('session_authorization', $1, true), pg_catalog.set_config('role', $2, true)", SessionUser, Role);
        fence(pipeline);
        pipeline.Add(
            StepKind.Plumbing,
            "SELECT pg_catalog.set_config('session_authorization', pg_catalog.current_setting('migrate.session_authorization'), true), pg_catalog.set_config('role', pg_catalog.current_setting('migrate.role'), true)");
    }

    /// <summary>As the session is before any script ran in it.</summary>
    public static SessionSettings Of(HistoryPlace place, string runner, bool checksClient, TimeSpan lockTimeout) =>
        new(runner, place.SessionUser, place.Role, place.BeginSql, checksClient, lockTimeout);
}

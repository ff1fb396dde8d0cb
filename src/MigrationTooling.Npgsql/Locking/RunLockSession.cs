using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Sessions;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>
/// The run lock: an advisory lock on a connection of its own, which the server frees when that connection ends. It is only ever tried,
/// never waited for on the server: a waiting session holds a snapshot, and would deadlock with CREATE INDEX CONCURRENTLY.
/// </summary>
internal sealed class RunLockSession(ServerAddress address, HistoryNames names, string runner, bool mayHaveLease) : IRunnerLock
{
    private const string TrySql = "SELECT pg_catalog.pg_try_advisory_lock($1)";
    // Taken twice it would have to be freed twice.
    private const string KeepSql =
        """
        SELECT pg_catalog.pg_try_advisory_lock($1) WHERE NOT EXISTS (
          SELECT FROM pg_catalog.pg_locks l
          WHERE l.locktype = 'advisory' AND l.pid = pg_catalog.pg_backend_pid() AND l.objsubid = 1
            AND l.classid::pg_catalog.int8 = ($1 >> 32) & 4294967295 AND l.objid::pg_catalog.int8 = $1 & 4294967295)
        """;

    private const string FreeSql = "SELECT pg_catalog.pg_advisory_unlock($1)";

    private readonly long _runKey = LockKeys.Run(names.Schema, names.Table);
    private readonly long _sessionKey = LockKeys.Session(names.Schema, names.Table);
    private ServerSession? _session;
    private bool _isHeld;
    private bool _hasToken;

    public LeaseTerms? Terms => null;

    public ValueTask<RunLockAnswer> TryAsync(WorkSession work, CancellationToken cancellationToken) => TryAsync(work.Session, work.Runner, cancellationToken);

    private async ValueTask<RunLockAnswer> TryAsync(ServerSession work, RunnerIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            _session ??= await ServerSession.OpenAsync(address, cancellationToken).ConfigureAwait(false);
            var asked = new Pipeline()
                .Add(StepKind.Plumbing, "SELECT pg_catalog.set_config('application_name', $1, false)", LockHolder.ApplicationName(runner))
                .Add(StepKind.Plumbing, TrySql, _runKey);
            if (!IsTrue(await _session.ReadAsync(asked, cancellationToken).ConfigureAwait(false), 1))
            {
                return new RunLockAnswer.Held(await HolderAsync(work, cancellationToken).ConfigureAwait(false));
            }

            // The lock is free, but the session of a runner that is gone may still be at work on the server, and may yet commit.
            // And so may a runner that came through a pooler, with a lease.
            var look = new Pipeline().Add(StepKind.Plumbing, TrySql, _sessionKey);
            if (mayHaveLease)
            {
                look.Add(StepKind.Plumbing, LeaseRow.LookSql(names));
            }

            var answers = await work.ReadAsync(look, cancellationToken).ConfigureAwait(false);
            if (!IsTrue(answers, 0))
            {
                var left = await LockHolder.FindAsync(work, _sessionKey, cancellationToken).ConfigureAwait(false);
                await _session.RunAsync(new Pipeline().Add(StepKind.Plumbing, FreeSql, _runKey), cancellationToken).ConfigureAwait(false);
                return new RunLockAnswer.Held(left is null ? "a session that just ended" : Orphan(left));
            }

            _isHeld = true;
            if (mayHaveLease && !_hasToken && LeaseRow.From(answers[1]) is { } lease && lease.IsInTheWayOf(identity))
            {
                _isHeld = false;
                await FreeAsync(work, _sessionKey).ConfigureAwait(false);
                await FreeAsync(_session, _runKey).ConfigureAwait(false);
                return new RunLockAnswer.Held(lease.Words());
            }

            return new RunLockAnswer.Taken();
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public ValueTask OwnsAsync(long token, CancellationToken cancellationToken)
    {
        _hasToken = true;
        return default;
    }

    public void Keep(Pipeline pipeline)
    {
        if (_isHeld)
        {
            pipeline.Add(StepKind.Plumbing, KeepSql, _sessionKey);
        }
    }

    public ValueTask HoldAsync(CancellationToken cancellationToken) => default;

    public ValueTask LetGoAsync() => default;

    public async ValueTask<string?> BlockersAsync(ServerSession work, CancellationToken cancellationToken) =>
        _session is { IsOpen: true } observer ? await Blockers.DescribeAsync(observer, work.ServerProcess, cancellationToken).ConfigureAwait(false) : null;

    public async ValueTask<string?> RegainAsync(ServerSession work, int process, CancellationToken cancellationToken)
    {
        if (!_isHeld)
        {
            // There was no lock to hold: the process itself is looked for.
            var answers = await work.ReadAsync(
                new Pipeline().Add(StepKind.Plumbing, "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE pid = $1", process), cancellationToken).ConfigureAwait(false);
            return answers[0].Count == 0 ? null : $"the server session {process} is still at work.";
        }

        if (_session is { IsOpen: false })
        {
            await _session.DisposeAsync().ConfigureAwait(false);
            _session = null;
        }

        if (_session is null || !await IsAliveAsync(_session, cancellationToken).ConfigureAwait(false))
        {
            _session = null;
            return await TryAsync(work, new RunnerIdentity(runner, ""), cancellationToken).ConfigureAwait(false) is RunLockAnswer.Held held ? held.Holder + "." : null;
        }

        return IsTrue(await work.ReadAsync(new Pipeline().Add(StepKind.Plumbing, TrySql, _sessionKey), cancellationToken).ConfigureAwait(false), 0)
            ? null
            : await LockHolder.FindAsync(work, _sessionKey, cancellationToken).ConfigureAwait(false) is { } left ? Orphan(left) + "." : "a session that just ended.";
    }

    public async ValueTask FreeAsync(ServerSession work)
    {
        if (_isHeld)
        {
            _isHeld = false;
            await FreeAsync(work, _sessionKey).ConfigureAwait(false);
            await FreeAsync(_session!, _runKey).ConfigureAwait(false);
        }

        if (_session is not null)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
            _session = null;
        }
    }

    private static async ValueTask<bool> IsAliveAsync(ServerSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.RunAsync(new Pipeline().Add(StepKind.Plumbing, "SELECT 1"), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ServerError)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            return false;
        }
    }

    private static async ValueTask FreeAsync(ServerSession session, long key)
    {
        if (!session.IsOpen)
        {
            return;
        }

        try
        {
            await session.RunAsync(new Pipeline().Add(StepKind.Plumbing, FreeSql, key), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ServerError)
        {
            // The connection broke, and the lock went with it.
        }
    }

    private async ValueTask<string> HolderAsync(ServerSession work, CancellationToken cancellationToken)
    {
        if (await LockHolder.FindAsync(work, _runKey, cancellationToken).ConfigureAwait(false) is not { } holder)
        {
            return "a runner that just ended";
        }

        if (holder.Runner is { } named)
        {
            return named;
        }

        // Another role's session shows no name; the owner row may, once the tables are there.
        return await OwnerAsync(work, cancellationToken).ConfigureAwait(false) ?? $"a session of another role (server process {holder.Process})";
    }

    private async ValueTask<string?> OwnerAsync(ServerSession work, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await work.ReadAsync(
                new Pipeline().Add(StepKind.Plumbing, $"SELECT runner FROM {names.Owner} WHERE id = 1"), cancellationToken).ConfigureAwait(false);
            return answers[0] is [var row] ? (string?)row[0] : null;
        }
        catch (ServerError)
        {
            return null;
        }
    }

    private static string Orphan(LockHolder left)
    {
        string work = left.Query is null ? "is still at work" : left.IsActive ? $"still runs {Shortened(left.Query)}" : $"is still open behind {Shortened(left.Query)}";
        return $"{left.Runner ?? "a runner"}, which is gone, but whose server session {left.Process} {work}";
    }

    private static string Shortened(string query)
    {
        string line = Secrets.SecretMask.InSql(query).ReplaceLineEndings(" ");
        return line.Length <= 100 ? line : line[..100] + " …";
    }

    private static bool IsTrue(System.Collections.Generic.IReadOnlyList<System.Collections.Generic.IReadOnlyList<object?[]>> answers, int index) =>
        answers[index][0][0] is true;
}

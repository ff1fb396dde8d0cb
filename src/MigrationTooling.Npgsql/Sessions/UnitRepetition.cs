using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Connections;
using Npgsql;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>
/// Runs a unit again from its BEGIN where it gave up waiting for a lock, or lost a deadlock: rolled back, it lets those pass that wait behind
/// it. Only while it is short: what ran for long would make the others wait as long again.
/// </summary>
internal sealed class UnitRepetition(WorkSession work)
{
    private const int Most = 5;
    private const int MostCharacters = 1024 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly List<string> _notes = [];
    private readonly TimeProvider _clock = work.Runner.Clock;
    private long _start;
    private Pipeline? _all = new();
    private int _count;

    /// <summary>Each repetition, and who was in the way.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What is about to be sent belongs to the unit.</summary>
    public void Take(Pipeline pipeline)
    {
        _start = _start == 0 ? _clock.GetTimestamp() : _start;
        _all?.Add(pipeline);
        if (_all is { Characters: > MostCharacters })
        {
            Forbid();
        }
    }

    /// <summary>What was sent can't be sent again: too much to keep, or data that are read once.</summary>
    public void Forbid() => _all = null;

    public bool Allows(ServerError error) =>
        _all is not null && _count < Most && work.Session.IsOpen
        && (IsOfPrepared(error) || (IsOfLock(error) && _clock.GetElapsedTime(_start) < Longest));

    /// <summary>Rolls back, waits a little, and answers all that the unit sent so far.</summary>
    /// <param name="error">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<Pipeline> AgainAsync(ServerError error, CancellationToken cancellationToken)
    {
        _count++;
        if (IsOfPrepared(error))
        {
            await work.RollbackAsync().ConfigureAwait(false);
            work.Session.GiveUpPreparing();
            return Again();
        }

        _notes.Add(work.Blockers is { } blockers
            ? $"A lock was not to be had, so the unit was rolled back and run again; in the way was {blockers}."
            : "A lock was not to be had, so the unit was rolled back and run again.");
        await work.RollbackAsync().ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromMilliseconds(100 << _count), _clock, cancellationToken).ConfigureAwait(false);
        return Again();
    }

    private Pipeline Again()
    {
        _all!.Unprepare();
        return new Pipeline().Add(_all);
    }

    private static bool IsOfLock(ServerError error) => error.Code is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;

    // The script ended whatever was prepared in its session, or prepares something under a name that is ours. Whether the fault is its own shows when none of ours is.
    private bool IsOfPrepared(ServerError error) =>
        _all is { IsPrepared: true } && error.Code is PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement;
}

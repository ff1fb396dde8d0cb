using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>
/// Passes everything on to a real provider and calls a hook at each step of the protocol, so that a test can write it down, look at
/// the database from outside, or die there.
/// </summary>
public sealed class SteppedProvider(IDatabaseProvider inner, Func<string, ValueTask> step)
    : DecoratedProvider(inner, runner => new Runner(runner, step))
{
    private readonly Func<string, ValueTask> _step = step;

    public override async ValueTask<IDatabaseReader> OpenReaderAsync(CancellationToken cancellationToken)
    {
        await _step("open reader");
        return await base.OpenReaderAsync(cancellationToken);
    }

    public override async ValueTask<IDatabaseRunner> OpenRunnerAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        await _step("open runner");
        return await base.OpenRunnerAsync(runner, cancellationToken);
    }

    private static string Words(HistoryWrite write) => string.Join(", ", write.Journal.Select(j => $"{j.Kind.Word()} {j.Migration}"));

    private sealed class Runner(IDatabaseRunner inner, Func<string, ValueTask> step) : DecoratedRunner(inner)
    {
        public override async ValueTask<DatabaseSnapshot> ReadAsync(CancellationToken cancellationToken)
        {
            await step("read");
            return await base.ReadAsync(cancellationToken);
        }

        public override async ValueTask<RunLockAnswer> TryLockAsync(CancellationToken cancellationToken)
        {
            await step("lock");
            return await base.TryLockAsync(cancellationToken);
        }

        public override async ValueTask UnlockAsync()
        {
            await step("unlock");
            await base.UnlockAsync();
        }

        public override async ValueTask<DatabaseSnapshot> TakeOwnershipAsync(CancellationToken cancellationToken)
        {
            await step("own");
            return await base.TakeOwnershipAsync(cancellationToken);
        }

        public override async ValueTask WriteAsync(HistoryWrite write, CancellationToken cancellationToken)
        {
            await step("write " + Words(write));
            await base.WriteAsync(write, cancellationToken);
            await step("written " + Words(write));
        }

        public override async ValueTask ReleaseOwnershipAsync(CancellationToken cancellationToken)
        {
            await step("release");
            await base.ReleaseOwnershipAsync(cancellationToken);
        }

        public override async ValueTask<IUnit> BeginUnitAsync(UnitStart start, CancellationToken cancellationToken)
        {
            await step("begin " + start.Row.Id);
            return new Unit(await base.BeginUnitAsync(start, cancellationToken), step);
        }

        public override async ValueTask RestoreSessionAsync(SqlStatement statement, CancellationToken cancellationToken)
        {
            await step("restore session " + statement.Text);
            await base.RestoreSessionAsync(statement, cancellationToken);
        }

        public override async ValueTask ResetSessionAsync(CancellationToken cancellationToken)
        {
            await step("reset session");
            await base.ResetSessionAsync(cancellationToken);
        }
    }

    private sealed class Unit(IUnit inner, Func<string, ValueTask> step) : DecoratedUnit(inner)
    {
        public override async ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
        {
            await step("execute " + string.Join(' ', statement.Keywords.Take(2)));
            await base.ExecuteAsync(statement, cancellationToken);
        }

        public override async ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken)
        {
            await step("commit " + Words(completion));
            var notes = await base.CommitAsync(completion, cancellationToken);
            await step("committed " + Words(completion));
            return notes;
        }
    }
}

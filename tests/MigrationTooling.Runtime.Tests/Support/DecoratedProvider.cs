using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>A real provider whose runners are wrapped by a test.</summary>
public class DecoratedProvider(IDatabaseProvider inner, Func<IDatabaseRunner, IDatabaseRunner> wrap) : IDatabaseProvider
{
    public Dialect Dialect => inner.Dialect;

    public string DisplayUrl => inner.DisplayUrl;

    public virtual ValueTask<IDatabaseReader> OpenReaderAsync(CancellationToken cancellationToken) => inner.OpenReaderAsync(cancellationToken);

    public virtual async ValueTask<IDatabaseRunner> OpenRunnerAsync(RunnerIdentity runner, CancellationToken cancellationToken) =>
        wrap(await inner.OpenRunnerAsync(runner, cancellationToken));
}

/// <summary>Passes everything on.</summary>
public class DecoratedRunner(IDatabaseRunner inner) : IDatabaseRunner
{
    public virtual ValueTask<DatabaseSnapshot> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public virtual ValueTask<StoredText?> ReadTextAsync(string h1, CancellationToken cancellationToken) => inner.ReadTextAsync(h1, cancellationToken);

    public virtual ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken) => inner.HasTablesAsync(cancellationToken);

    public virtual ValueTask<IReadOnlyList<JournalRecord>> ReadJournalAsync(CancellationToken cancellationToken) => inner.ReadJournalAsync(cancellationToken);

    public virtual ValueTask<RunLockAnswer> TryLockAsync(CancellationToken cancellationToken) => inner.TryLockAsync(cancellationToken);

    public virtual ValueTask UnlockAsync() => inner.UnlockAsync();

    public virtual ValueTask<DatabaseSnapshot> TakeOwnershipAsync(CancellationToken cancellationToken) => inner.TakeOwnershipAsync(cancellationToken);

    public virtual ValueTask WriteAsync(HistoryWrite write, CancellationToken cancellationToken) => inner.WriteAsync(write, cancellationToken);

    public virtual ValueTask ReleaseOwnershipAsync(CancellationToken cancellationToken) => inner.ReleaseOwnershipAsync(cancellationToken);

    public virtual ValueTask<IUnit> BeginUnitAsync(UnitStart start, CancellationToken cancellationToken) => inner.BeginUnitAsync(start, cancellationToken);

    public virtual IStatementProbe? Probe => inner.Probe;

    public virtual ValueTask RestoreSessionAsync(SqlStatement statement, CancellationToken cancellationToken) => inner.RestoreSessionAsync(statement, cancellationToken);

    public virtual ValueTask ResetSessionAsync(CancellationToken cancellationToken) => inner.ResetSessionAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Passes everything on.</summary>
public class DecoratedUnit(IUnit inner) : IUnit
{
    public ValueTask<long> CountChangedRowsAsync(CancellationToken cancellationToken) => inner.CountChangedRowsAsync(cancellationToken);

    public virtual ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken) => inner.ExecuteAsync(statement, cancellationToken);

    public virtual ValueTask CopyAsync(SqlStatement statement, Func<byte[], int> nextPiece, CancellationToken cancellationToken) => inner.CopyAsync(statement, nextPiece, cancellationToken);

    public virtual ValueTask<IReadOnlyList<string>> CommitAsync(HistoryWrite completion, CancellationToken cancellationToken) => inner.CommitAsync(completion, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

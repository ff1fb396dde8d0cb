using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// A provider whose first reader is being opened, and its history read, while the files are read and judged: connecting to a server takes
/// longer than that. What is read so is only looked at; a plan that writes is made again behind the run lock. Where the files are refused,
/// nobody asks for it, and what went wrong with it is not told.
/// </summary>
internal sealed class HeadStart : IDatabaseProvider, IDisposable
{
    private readonly IDatabaseProvider _provider;
    private readonly CancellationTokenSource _notAsked;
    private Task<Reader>? _begun;

    public HeadStart(IDatabaseProvider provider, CancellationToken cancel)
    {
        _provider = provider;
        _notAsked = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _begun = Task.Run(() => Reader.OpenAsync(provider, _notAsked.Token), CancellationToken.None);
    }

    public Dialect Dialect => _provider.Dialect;

    public string DisplayUrl => _provider.DisplayUrl;

    public async ValueTask<IDatabaseReader> OpenReaderAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _begun, null) is { } begun ? await begun.WaitAsync(cancellationToken) : await _provider.OpenReaderAsync(cancellationToken);

    public ValueTask<IDatabaseRunner> OpenRunnerAsync(RunnerIdentity runner, CancellationToken cancellationToken) =>
        _provider.OpenRunnerAsync(runner, cancellationToken);

    /// <summary>Gives up what nobody asked for, without waiting for it: a server may take its time to refuse.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _begun, null) is not { } begun)
        {
            _notAsked.Dispose();
            return;
        }

        _notAsked.Cancel();
        _ = begun.ContinueWith(
            static opened => opened.IsCompletedSuccessfully ? opened.Result.DisposeAsync().AsTask() : Task.CompletedTask,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Answers the first question for the history from what was read; everything else is asked of the database.</summary>
    private sealed class Reader(IDatabaseReader reader, DatabaseSnapshot snapshot) : IDatabaseReader
    {
        private DatabaseSnapshot? _snapshot = snapshot;

        public ICatalogReader? Catalog => reader.Catalog;

        public static async Task<Reader> OpenAsync(IDatabaseProvider provider, CancellationToken cancel)
        {
            var reader = await provider.OpenReaderAsync(cancel);
            try
            {
                return new Reader(reader, await reader.ReadAsync(cancel));
            }
            catch
            {
                await reader.DisposeAsync();
                throw;
            }
        }

        public ValueTask<DatabaseSnapshot> ReadAsync(CancellationToken cancellationToken) =>
            Interlocked.Exchange(ref _snapshot, null) is { } read ? new(read) : reader.ReadAsync(cancellationToken);

        public ValueTask<StoredText?> ReadTextAsync(string h1, CancellationToken cancellationToken) => reader.ReadTextAsync(h1, cancellationToken);

        public ValueTask<bool> KeepsSessionAsync(CancellationToken cancellationToken) => reader.KeepsSessionAsync(cancellationToken);

        public ValueTask<IReadOnlyList<JournalRecord>> ReadJournalAsync(CancellationToken cancellationToken) => reader.ReadJournalAsync(cancellationToken);

        public ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken) => reader.HasTablesAsync(cancellationToken);

        public ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}

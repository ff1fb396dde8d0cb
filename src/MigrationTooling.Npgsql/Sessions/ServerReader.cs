using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>Reads, and writes nothing: two round trips once it is connected.</summary>
internal sealed class ServerReader(ServerAddress address, ServerSession session, NpgsqlProviderOptions options) : IDatabaseReader, ICatalogReader
{
    private HistoryPlace? _place;

    public async ValueTask<DatabaseSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _place = await FindAsync(session, options, cancellationToken).ConfigureAwait(false);
            return await HistoryReading.ReadAsync(session, _place, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public async ValueTask<StoredText?> ReadTextAsync(string h1, CancellationToken cancellationToken)
    {
        try
        {
            _place ??= await FindAsync(session, options, cancellationToken).ConfigureAwait(false);
            return await JournalReading.ReadTextAsync(session, _place, h1, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public async ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken)
    {
        try
        {
            _place ??= await FindAsync(session, options, cancellationToken).ConfigureAwait(false);
            return await OtherTables.AnyAsync(session, _place, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public async ValueTask<IReadOnlyList<JournalRecord>> ReadJournalAsync(CancellationToken cancellationToken)
    {
        try
        {
            _place ??= await FindAsync(session, options, cancellationToken).ConfigureAwait(false);
            return await JournalReading.ReadAsync(session, _place, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public async ValueTask<bool> KeepsSessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            _place ??= await FindAsync(session, options, cancellationToken).ConfigureAwait(false);
            return options.RunLock != RunLockMode.Lease && !await TransactionPooler.IsProvedAsync(address, session, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public ICatalogReader Catalog => this;

    public async ValueTask<CatalogLook> LookAgainAsync(PreImage image, CancellationToken cancellationToken)
    {
        try
        {
            return await CatalogLooks.AgainAsync(session, image, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private static ValueTask<HistoryPlace> FindAsync(ServerSession session, NpgsqlProviderOptions options, CancellationToken cancellationToken) =>
        HistoryPlace.FindAsync(session, new Pipeline(), options.Schema, options.HistoryTable ?? HistoryNames.DefaultTable, cancellationToken);
}

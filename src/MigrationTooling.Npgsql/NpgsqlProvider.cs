using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Model;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Npgsql.Scripts;
using MigrationTooling.Npgsql.Sessions;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql;

/// <summary>Runs migrations on a PostgreSQL database.</summary>
public sealed class NpgsqlProvider : IScriptingProvider, ISessionEnding
{
    private readonly ServerAddress _address;
    private readonly NpgsqlProviderOptions _options;

    /// <summary>Takes a connection string of Npgsql, or a URL: <c>postgresql://user@host/database</c>. A password is found in PGPASSWORD or a passfile as well.</summary>
    /// <exception cref="ArgumentException">It can't be read, or the history's name can't be taken. The message holds no secret.</exception>
    public NpgsqlProvider(string connectionString, NpgsqlProviderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        _options = options ?? new NpgsqlProviderOptions();
        var (schema, table) = HistoryNames.Checked(_options.Schema, _options.HistoryTable);
        _options = _options with { Schema = schema, HistoryTable = table };
        _address = ServerAddress.Parse(connectionString);
    }

    /// <inheritdoc />
    public Dialect Dialect => Dialect.PostgreSql;

    /// <inheritdoc />
    public string DisplayUrl => _address.Shown;

    /// <inheritdoc />
    public bool ResetsSession => true;

    /// <inheritdoc />
    public IScriptWriter Script(TextWriter output, RunnerIdentity runner) => new PsqlScriptWriter(output, _options, runner);

    /// <inheritdoc />
    public ValueTask<LeftSession?> FindLeftSessionAsync(CancellationToken cancellationToken) => new LeftSessions(_address, _options).FindAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask EndAsync(LeftSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new LeftSessions(_address, _options).EndAsync(session, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<IDatabaseReader> OpenReaderAsync(CancellationToken cancellationToken) =>
        new ServerReader(_address, await ServerSession.OpenAsync(_address, cancellationToken).ConfigureAwait(false), _options);

    /// <inheritdoc />
    public async ValueTask<IDatabaseRunner> OpenRunnerAsync(RunnerIdentity runner, CancellationToken cancellationToken) =>
        await ServerRunner.OpenAsync(_address, _options, runner, cancellationToken).ConfigureAwait(false);
}

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using MigrationTooling.Model;
using MigrationTooling.Sqlite.History;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Sqlite.Scripts;
using MigrationTooling.Sqlite.Sessions;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite;

/// <summary>Runs migrations on a SQLite database file.</summary>
public sealed class SqliteProvider : IScriptingProvider
{
    private readonly SqliteLocation _location;
    private readonly SqliteProviderOptions _options;
    private readonly HistoryNames _names;

    /// <summary>Takes a connection string of Microsoft.Data.Sqlite, e.g. <c>Data Source=app.db</c>.</summary>
    /// <exception cref="ArgumentException">The connection string names no file, or the history's name can't be taken.</exception>
    public SqliteProvider(string connectionString, SqliteProviderOptions? options = null)
    {
        _location = SqliteLocation.Parse(connectionString);
        _options = options ?? new SqliteProviderOptions();
        if (_options.BusyTimeout == SqliteProviderOptions.DefaultBusyTimeout)
        {
            // The connection string's own word for it: Default Timeout=5.
            _options = _options with { BusyTimeout = TimeSpan.FromSeconds(new SqliteConnectionStringBuilder(connectionString).DefaultTimeout) };
        }

        _names = HistoryNames.From(_options.HistoryTable);
    }

    /// <inheritdoc />
    public Dialect Dialect => Dialect.Sqlite;

    /// <inheritdoc />
    public string DisplayUrl => "sqlite:" + _location.Shown;

    /// <summary>Takes a file's path.</summary>
    public static SqliteProvider ForFile(string path, SqliteProviderOptions? options = null) =>
        new(new SqliteConnectionStringBuilder { DataSource = path }.ToString(), options);

    /// <inheritdoc />
    public ValueTask<IDatabaseReader> OpenReaderAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(new SqliteReader(_location, _names, _options));
    }

    /// <inheritdoc />
    public IScriptWriter Script(TextWriter output, RunnerIdentity runner) => new SqliteScriptWriter(output, _names, runner);

    /// <inheritdoc />
    public ValueTask<IDatabaseRunner> OpenRunnerAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string directory = Path.GetDirectoryName(_location.File)!;
        if (!Directory.Exists(directory))
        {
            throw new DatabaseFaultException(new DatabaseFault.CannotOpen($"the directory {directory} does not exist", null));
        }

        try
        {
            return new(new SqliteRunner(_location, _names, _options, runner));
        }
        catch (SqliteError e)
        {
            throw Faults.From(e);
        }
    }
}

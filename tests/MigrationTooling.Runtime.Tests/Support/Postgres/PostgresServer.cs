using System;
using System.Globalization;
using System.Threading;
using Npgsql;

namespace MigrationTooling.Postgres.Tests;

/// <summary>The server that the tests of this process share: <c>MIGRATE_TEST_POSTGRES</c>, else a private cluster that is started by the first who asks.</summary>
public static class PostgresServer
{
    private static readonly Lazy<PostgresCluster> Private = new(() => PostgresCluster.Start());

    private static readonly Lazy<string> Address = new(
        () => Environment.GetEnvironmentVariable("MIGRATE_TEST_POSTGRES") is { Length: > 0 } given ? given : Private.Value.ConnectionString);

    private static int _databases;

    /// <summary>A connection string of the server, to its database for housekeeping.</summary>
    public static string ConnectionString => Address.Value;

    /// <summary>The connection string of one of its databases.</summary>
    public static string ConnectionStringTo(string database, string? server = null) => new NpgsqlConnectionStringBuilder(server ?? ConnectionString) { Database = database, Pooling = false }.ConnectionString;

    /// <summary>Makes an empty database and answers its name.</summary>
    public static string CreateDatabase(string? server = null)
    {
        string name = string.Format(CultureInfo.InvariantCulture, "migrate_{0}_{1}", Environment.ProcessId, Interlocked.Increment(ref _databases));
        Execute(server ?? ConnectionString, $"CREATE DATABASE {name} TEMPLATE template0");
        return name;
    }

    public static void DropDatabase(string name, string? server = null) => Execute(server ?? ConnectionString, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    public static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}

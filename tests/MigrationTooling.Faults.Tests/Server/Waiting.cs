using System;
using System.Diagnostics;
using System.Threading.Tasks;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>Waits for what the server shows, never for time.</summary>
internal static class Waiting
{
    /// <summary>Asks until the answer is true.</summary>
    public static async Task UntilAsync(this PostgresDatabase database, string question)
    {
        await using var connection = database.Open();
        await using var command = new NpgsqlCommand(question, connection);
        var began = Stopwatch.StartNew();
        while (await command.ExecuteScalarAsync() is not true)
        {
            Assert.True(began.Elapsed < TimeSpan.FromMinutes(2), "It did not become so: " + question);
            await Look.AgainAsync();
        }
    }

    /// <summary>Ends a server process and waits until it is gone.</summary>
    public static void Terminate(this PostgresDatabase database, int process) =>
        Assert.Equal(["True"], database.Query($"SELECT pg_terminate_backend({process}, 60000)"));
}

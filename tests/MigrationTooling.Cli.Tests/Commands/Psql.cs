using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>The <c>psql</c> program, as a person runs it on one database.</summary>
public sealed class Psql(Project project, PostgresDatabase database)
{
    /// <summary>Runs a script file.</summary>
    public Task<ProcessRun> RunAsync(string sql, params string[] options)
    {
        File.WriteAllText(project.At("script.sql"), sql);
        return StartAsync("psql", ["--no-psqlrc", "--file", "script.sql", .. options]);
    }

    /// <summary>Runs it; it must succeed and say nothing of an error.</summary>
    public async Task DoneAsync(string sql, params string[] options)
    {
        var run = await RunAsync(sql, options);
        Assert.True(run.ExitCode == 0 && !run.Error.Contains("ERROR", System.StringComparison.Ordinal), $"psql exited with {run.ExitCode}: {run.Error}");
    }

    /// <summary>Runs it from standard input.</summary>
    public Task<ProcessRun> ReadAsync(string sql) => StartAsync("psql", ["--no-psqlrc"], sql);

    /// <summary>The schema as pg_dump writes it, the history left out.</summary>
    public async Task<string> SchemaAsync()
    {
        var run = await StartAsync("pg_dump", ["--schema-only", "--exclude-table", "*.__migrations*"]);
        Assert.True(run.ExitCode == 0, run.Error);

        // \restrict holds a key of its own for each dump.
        return string.Join('\n', run.Output.Split('\n').Where(line => !line.StartsWith('\\')));
    }

    private Task<ProcessRun> StartAsync(string program, string[] arguments, string input = "")
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return ProcessRun.StartAsync(program, arguments, project.Path, new Dictionary<string, string?>
        {
            ["PGHOST"] = address.Host,
            ["PGPORT"] = address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PGUSER"] = address.Username,
            ["PGPASSWORD"] = address.Password,
            ["PGDATABASE"] = database.Name,
            ["PGCLIENTENCODING"] = "LATIN1",
        }, input);
    }
}

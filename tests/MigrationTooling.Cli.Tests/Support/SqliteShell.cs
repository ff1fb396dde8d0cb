using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>The <c>sqlite3</c> program, as a person runs it.</summary>
public static class SqliteShell
{
    /// <summary>Runs a script file on a database.</summary>
    public static Task<ProcessRun> ReadAsync(string folder, string database, string script) =>
        ProcessRun.StartAsync("sqlite3", [database, $".read {script}"], folder, new Dictionary<string, string?>());

    /// <summary>Writes the text of a script beside the database and runs it; it must succeed.</summary>
    public static async Task DoneAsync(Project project, string database, string sql)
    {
        var run = await RunAsync(project, database, sql);
        Assert.True(run.ExitCode == 0 && run.Error.Length == 0, $"sqlite3 exited with {run.ExitCode}: {run.Error}");
    }

    public static Task<ProcessRun> RunAsync(Project project, string database, string sql)
    {
        File.WriteAllText(project.At("script.sql"), sql);
        return ReadAsync(project.Path, database, "script.sql");
    }
}

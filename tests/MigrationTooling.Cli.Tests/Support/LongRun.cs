using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>A run in the middle of a statement that would run for minutes.</summary>
public sealed class LongRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _error;
    private readonly Task _errorEnded;

    private LongRun(Process process, StringBuilder error, Task errorEnded)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = error;
        _errorEnded = errorEnded;
    }

    public const string Id = "003_long";

    /// <summary>A statement that runs for minutes.</summary>
    public const string Statement = "INSERT INTO long WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000000) SELECT count(*) FROM c;";

    /// <summary>Adds the long migration behind the project's own, and starts; answers once that migration is running.</summary>
    public static Task<LongRun> StartAsync(Project project, params string[] options) =>
        StartAsync(project.Migration(Id, "CREATE TABLE long (n INTEGER);\n" + Statement), $"applying {Id} ", ["up", .. options]);

    /// <summary>Starts any command; answers once it says that it has begun.</summary>
    public static async Task<LongRun> StartAsync(Project project, string announcement, string[] options)
    {
        var start = new ProcessStartInfo(Tool.Program)
        {
            WorkingDirectory = project.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in options)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("MIGRATE_DATABASE_URL");
        var process = Process.Start(start)!;
        var error = new StringBuilder();
        var running = new TaskCompletionSource();
        var ended = ReadAsync(process, error, announcement, running);
        if (Array.IndexOf(options, "json") >= 0)
        {
            // In JSON a run says no progress; the owner row does.
            while (!ended.IsCompleted && !IsDoing(project.At("app.db")))
            {
                await Look.AgainAsync();
            }

            running.TrySetResult();
        }

        await Task.WhenAny(running.Task, ended);
        Assert.True(running.Task.IsCompleted, "it ended before its long statement: " + error);
        return new LongRun(process, error, ended);
    }

    /// <summary>Sends a signal by its name, as a shell does.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until standard error holds a text.</summary>
    public async Task SaysAsync(string text)
    {
        while (!_errorEnded.IsCompleted)
        {
            lock (_error)
            {
                if (_error.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return;
                }
            }

            await Look.AgainAsync();
        }

        Assert.Contains(text, _error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Answers its question, and waits for its end.</summary>
    public async Task<ProcessRun> AnswerAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return await EndAsync();
    }

    public async Task<ProcessRun> EndAsync()
    {
        await _process.WaitForExitAsync();
        await _errorEnded;
        return new ProcessRun(_process.ExitCode, await _output, _error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static bool IsDoing(string file)
    {
        try
        {
            return File.Exists(file) && DatabaseFile.Query(file, "SELECT coalesce(doing, '') FROM __migrations_owner").Contains(Id);
        }
        catch (SqliteException)
        {
            // Not made yet, or just being written.
            return false;
        }
    }

    private static async Task ReadAsync(Process process, StringBuilder error, string announcement, TaskCompletionSource running)
    {
        // A question does not end its line.
        char[] buffer = new char[4096];
        for (int count; (count = await process.StandardError.ReadAsync(buffer)) > 0;)
        {
            lock (error)
            {
                error.Append(buffer, 0, count);
                if (("\n" + error).Contains("\n" + announcement, StringComparison.Ordinal))
                {
                    running.TrySetResult();
                }
            }
        }
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>An <c>up</c> in the middle of a statement that would run for minutes.</summary>
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

    /// <summary>Adds the long migration behind the project's own, and starts; answers once that migration is running.</summary>
    public static async Task<LongRun> StartAsync(Project project, params string[] options)
    {
        project.Migration(Id, "CREATE TABLE long (n INTEGER);\nINSERT INTO long WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000000) SELECT count(*) FROM c;");
        var start = new ProcessStartInfo(Tool.Program)
        {
            WorkingDirectory = project.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (IEnumerable<string>)["up", .. options])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("MIGRATE_DATABASE_URL");
        var process = Process.Start(start)!;
        var error = new StringBuilder();
        var running = new TaskCompletionSource();
        var ended = ReadAsync(process, error, running);
        if (Array.IndexOf(options, "json") >= 0)
        {
            // In JSON a run says no progress; the owner row does.
            while (!ended.IsCompleted && !IsDoing(project.At("app.db")))
            {
                await Task.Yield();
            }

            running.TrySetResult();
        }

        await Task.WhenAny(running.Task, ended);
        Assert.True(running.Task.IsCompleted, "up ended before its long migration: " + error);
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

            await Task.Yield();
        }

        Assert.Contains(text, _error.ToString(), StringComparison.Ordinal);
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

    private static async Task ReadAsync(Process process, StringBuilder error, TaskCompletionSource running)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (error)
            {
                error.Append(line).Append('\n');
            }

            if (line.StartsWith($"applying {Id} ", StringComparison.Ordinal))
            {
                running.TrySetResult();
            }
        }
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Faults.Tests.Support;

/// <summary>The real tool while it runs, with a fault in it: what happens around it meanwhile is the test's to do.</summary>
internal sealed class RunningTool : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _trace;
    private readonly Task<string> _output;
    private readonly StringBuilder _said = new();
    private readonly Task<string> _error;

    private RunningTool(Process process, string trace)
    {
        _process = process;
        _trace = trace;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = ListenAsync();
    }

    public int Id => _process.Id;

    public static RunningTool Start(Project project, Fault fault, params string[] arguments)
    {
        File.Delete(fault.Trace);
        var start = StartInfo(project, arguments);
        start.Environment.Remove("MIGRATE_DATABASE_URL");
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[Fault.Variable] = fault.Words;
        return new RunningTool(Started(start), fault.Trace);
    }

    /// <summary>Starts it without a fault, on a server's database.</summary>
    public static RunningTool Start(Project project, string url, params string[] arguments)
    {
        var start = StartInfo(project, arguments);
        start.Environment["MIGRATE_DATABASE_URL"] = url;
        return new RunningTool(Started(start), project.At("no-statements"));
    }

    /// <summary>Starts it and waits until it stopped itself at its place.</summary>
    public static async Task<RunningTool> StoppedAsync(Project project, Fault fault, params string[] arguments)
    {
        var tool = Start(project, fault, arguments);
        await tool.UntilAsync(() => File.ReadAllText($"/proc/{tool.Id.ToString(CultureInfo.InvariantCulture)}/stat").Split(") ")[1][0] == 'T');
        return tool;
    }

    /// <summary>The statements so far.</summary>
    public IReadOnlyList<string> Statements() => FaultedRun.Trace(_trace);

    /// <summary>Waits until something is so; the process must not end before.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        var began = Stopwatch.StartNew();
        while (_process.HasExited || !isSo())
        {
            Assert.False(_process.HasExited, _process.HasExited ? $"The tool ended before it: {await _output}{await _error}" : "");
            Assert.True(began.Elapsed < TimeSpan.FromMinutes(2), "What was waited for did not happen: " + string.Join('\n', Statements().TakeLast(5)));
            await Look.AgainAsync();
        }
    }

    /// <summary>Waits until standard error holds a text.</summary>
    public Task SaysAsync(string text) => UntilAsync(() =>
    {
        lock (_said)
        {
            return _said.ToString().Contains(text, StringComparison.Ordinal);
        }
    });

    /// <summary>SIGKILL, at once.</summary>
    public void Kill() => _process.Kill();

    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Lets a stopped one go on, and waits for its end.</summary>
    public async Task<ProcessRun> GoOnAsync()
    {
        await SignalAsync("CONT");
        return await EndAsync();
    }

    public async Task<ProcessRun> EndAsync()
    {
        await _process.WaitForExitAsync();
        return new ProcessRun(_process.ExitCode, await _output, await _error);
    }

    private static ProcessStartInfo StartInfo(Project project, string[] arguments) => new(Tool.Program, arguments)
    {
        WorkingDirectory = project.Path,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    };

    private static Process Started(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private async Task<string> ListenAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_said)
            {
                _said.Append(line).Append('\n');
            }
        }

        return _said.ToString();
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
}

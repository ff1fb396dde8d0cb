using System;
using System.Diagnostics;
using System.Text;
using System.Threading.Tasks;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>The tool on a pseudo terminal, made by util-linux' <c>script</c>: what it draws, and the keys that a person presses.</summary>
public sealed class PseudoTerminal : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly Task _read;

    private PseudoTerminal(Process process)
    {
        _process = process;
        _read = ReadAsync();
    }

    public string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.ToString();
            }
        }
    }

    public static PseudoTerminal Start(Project project, string arguments)
    {
        var start = new ProcessStartInfo("script", ["-qefc", $"stty cols 100; '{Tool.Program}' {arguments}", "/dev/null"])
        {
            WorkingDirectory = project.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment.Remove("MIGRATE_DATABASE_URL");
        return new PseudoTerminal(Process.Start(start)!);
    }

    /// <summary>Waits until the screen was told a text.</summary>
    public async Task ShowsAsync(string text)
    {
        while (!_read.IsCompleted && !Screen.Contains(text, StringComparison.Ordinal))
        {
            await Look.AgainAsync();
        }

        Assert.Contains(text, Screen, StringComparison.Ordinal);
    }

    public async Task PressAsync(char key)
    {
        await _process.StandardInput.WriteAsync(key);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<int> EndAsync()
    {
        await _read;
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        char[] buffer = new char[4096];
        for (int read = await _process.StandardOutput.ReadAsync(buffer); read > 0; read = await _process.StandardOutput.ReadAsync(buffer))
        {
            lock (_screen)
            {
                _screen.Append(buffer, 0, read);
            }
        }
    }
}

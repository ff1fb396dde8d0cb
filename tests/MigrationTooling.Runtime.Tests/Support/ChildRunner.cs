using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>Starts this assembly's <see cref="Program"/> as a process of its own.</summary>
public sealed class ChildRunner : IDisposable
{
    private readonly Process _process;

    private ChildRunner(Process process) => _process = process;

    public static ChildRunner Start(string file, string deed, string step, int migrations, int lockTimeoutSeconds = 0) => Start(
        file, deed, step, migrations.ToString(CultureInfo.InvariantCulture), lockTimeoutSeconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts it with these arguments.</summary>
    public static ChildRunner Start(params string[] arguments)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var start = new ProcessStartInfo(Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
        {
            ArgumentList = { "exec", typeof(Program).Assembly.Location },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
        return new ChildRunner(Process.Start(start)!);
    }

    public int Id => _process.Id;

    /// <summary>Waits until the child stands at its step.</summary>
    public Task<string?> ReachedAsync() => _process.StandardOutput.ReadLineAsync();

    public void GoOn() => _process.StandardInput.WriteLine();

    /// <summary>Gives it its whole input; everything it says and its exit code.</summary>
    public async Task<(string Output, int ExitCode)> AnswerAsync(string input)
    {
        await _process.StandardInput.WriteAsync(input);
        _process.StandardInput.Close();
        string output = await _process.StandardOutput.ReadToEndAsync();
        return (output.Trim(), await ExitAsync());
    }

    public void Kill() => _process.Kill();

    /// <summary>The exit code, once it has one.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public Task<string> ErrorsAsync() => _process.StandardError.ReadToEndAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

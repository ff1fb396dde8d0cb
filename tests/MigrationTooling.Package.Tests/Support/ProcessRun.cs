using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace MigrationTooling.Package.Tests.Support;

/// <summary>What a finished process left: exit code and both streams as one text.</summary>
public sealed record ProcessRun(string Command, int ExitCode, string Text)
{
    public static async Task<ProcessRun> StartAsync(
        string folder, IEnumerable<KeyValuePair<string, string>> environment, string program, params string[] arguments)
    {
        using var process = Start(folder, environment, program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProcessRun(program + " " + string.Join(' ', arguments), process.ExitCode, await output + await error);
    }

    /// <summary>Starts a process without input, both its streams to be read.</summary>
    public static Process Start(string folder, IEnumerable<KeyValuePair<string, string>> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Git;

/// <summary>Runs the user's own <c>git</c>: it knows their configuration, worktrees and hooks better than any library.</summary>
internal static class GitCommand
{
    /// <summary>Runs git in <paramref name="folder"/> and waits for it.</summary>
    /// <exception cref="CommandFailure">git is not installed.</exception>
    public static GitAnswer Run(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Reading must neither take the index lock, nor ask for a password, nor answer in another language.
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new GitAnswer(process.ExitCode, output, error.GetAwaiter().GetResult().Trim());
        }
        catch (Win32Exception e)
        {
            throw new CommandFailure(ExitCode.Usage, $"git can't be run: {e.Message}", "Install git, or put it on the PATH.", cause: e);
        }
    }
}

/// <summary>What git said.</summary>
internal readonly record struct GitAnswer(int ExitCode, string Output, string Error)
{
    public bool IsDone => ExitCode == 0;

    /// <summary>The output without its last line end.</summary>
    public string Line => Output.TrimEnd('\n', '\r');
}

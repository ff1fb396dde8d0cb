using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Commands;
using MigrationTooling.Cli.Tests.Docs;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>
/// A scenario that runs into a message and does what the message says: the command is taken out of what the tool printed, run by the
/// real tool (or git), and must end as the scenario says.
/// </summary>
internal sealed class Scene(Project project) : IDisposable
{
    private string[] _arguments = [];
    private ProcessRun? _last;

    public Project Project { get; } = project;

    /// <summary>Two migrations with downs, <c>migrate.json</c>, nothing applied or locked.</summary>
    public static async Task<Scene> FreshAsync() => new(await UpTests.FreshAsync());

    /// <summary>The same, applied and locked.</summary>
    public static async Task<Scene> AppliedAsync()
    {
        var scene = await FreshAsync();
        await scene.RunAsync(0, "up");
        return scene;
    }

    /// <summary>The same, locked and committed in git.</summary>
    public static async Task<Scene> LockedAsync() => new(await Project.LockedAsync());

    /// <summary>A copy, for another command of the same message.</summary>
    public Scene Fork()
    {
        var copy = new Project();
        foreach (string file in Directory.EnumerateFiles(Project.Path, "*", SearchOption.AllDirectories))
        {
            string to = copy.At(Path.GetRelativePath(Project.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return new Scene(copy) { _arguments = _arguments, _last = _last };
    }

    public Scene Do(Action<Project> change)
    {
        change(Project);
        return this;
    }

    public Scene Sql(string sql) => Do(p => DatabaseFile.Execute(p.At("app.db"), sql));

    public IReadOnlyList<string> Ask(string sql) => DatabaseFile.Query(Project.At("app.db"), sql);

    /// <summary>Runs the tool; what it says is what the next <see cref="FollowAsync"/> reads.</summary>
    public async Task<ProcessRun> RunAsync(int exit, params string[] arguments) => Saw(await Project.Tool.ExpectAsync(exit, arguments), arguments);

    /// <summary>The same for a run that a scenario made by its own means.</summary>
    public ProcessRun Saw(ProcessRun run, params string[] arguments)
    {
        (_last, _arguments) = (run, arguments);
        return run;
    }

    /// <summary>Does what the message says that was just printed.</summary>
    /// <param name="file">The source file the message is in.</param>
    /// <param name="words">Words of it, or of the sentence beside it, that no other message of that file has.</param>
    /// <param name="command">Which of its commands, from 0.</param>
    /// <param name="exit">How that has to end.</param>
    /// <param name="fill">What a person puts in for placeholders, such as <c>NEW=002_new</c>.</param>
    /// <param name="typed">What a person types who follows an option that stands without a command; else it is added to the last run.</param>
    public async Task<ProcessRun> FollowAsync(string file, string words, int command = 0, int exit = 0, string fill = "", string[]? typed = null)
    {
        var message = PrintedMessages.Get(file, words);
        string said = _last!.Output + "\n" + _last.Error;
        var match = message.In(said);
        Assert.True(match is not null, $"The tool did not say:\n{message}\nIt said:\n{said}");
        string printed = match.Groups["c" + command].Value;
        if (printed.StartsWith("git ", StringComparison.Ordinal))
        {
            var git = await Project.Git.RunAsync(Words(printed, fill)[1..]);
            Assert.True(git.ExitCode == exit, $"{message}\n{printed} exited with {git.ExitCode}, expected {exit}:\n{git.Output}\n{git.Error}");
            return git;
        }

        string[] arguments = typed ?? (printed.StartsWith("--", StringComparison.Ordinal) ? [.. _arguments, .. Words(printed, fill)] : Words(printed, fill)[2..]);
        var run = await Project.Tool.RunAsync(arguments);
        Assert.True(run.ExitCode == exit, $"{message}\ndotnet migrate {string.Join(' ', arguments)} exited with {run.ExitCode}, expected {exit}:\n{run.Output}\n{run.Error}");
        return run;
    }

    public void Dispose() => Project.Dispose();

    private static string[] Words(string printed, string fill)
    {
        string filled = printed.Replace("…", "seen by hand", StringComparison.Ordinal);
        if (fill.Length > 0)
        {
            string[] pair = fill.Split('=', 2);
            filled = Regex.Replace(filled, $@"\b{pair[0]}\b", pair[1]);
        }

        return [.. PrintedCommand.Words(filled)];
    }
}

using System.Collections.Generic;
using System.Threading.Tasks;
using Xunit;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>A real git repository in a folder, untouched by the configuration of the machine.</summary>
public sealed class GitRepository(string folder)
{
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_SYSTEM"] = "/dev/null",
        ["GIT_AUTHOR_NAME"] = "Ada",
        ["GIT_AUTHOR_EMAIL"] = "ada@example.org",
        ["GIT_COMMITTER_NAME"] = "Ada",
        ["GIT_COMMITTER_EMAIL"] = "ada@example.org",
        ["GIT_EDITOR"] = "true",
    };

    public static async Task<GitRepository> InitAsync(string folder)
    {
        var repository = new GitRepository(folder);
        await repository.DoneAsync("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    public Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.StartAsync("git", arguments, folder, Environment);

    public async Task<string> DoneAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.ExitCode == 0, $"git {string.Join(' ', arguments)} exited with {run.ExitCode}: {run.Output}{run.Error}");
        return run.Output;
    }

    public async Task CommitAsync(string message)
    {
        await DoneAsync("add", "--all");
        await DoneAsync("commit", "--quiet", "--message", message);
    }
}

using System;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>Two branches that both added migrations, merged by the real git: the build fails until <c>rebase</c> decided the order.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class MergeTests(PackedFeed feed)
{
    [Fact]
    public async Task Branches_that_both_locked_conflict_in_git_and_in_the_build_and_rebase_mends_both()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Write(".gitignore", "bin/\nobj/\n");
        await project.GitAsync("init", "--quiet", "--initial-branch=main");
        await CommitAsync(project, "base");
        await project.GitAsync("switch", "--quiet", "--create", "feature");
        await AddAsync(project, "004_mine");
        await project.GitAsync("switch", "--quiet", "main");
        await AddAsync(project, "005_theirs");
        await project.GitAsync("switch", "--quiet", "feature");
        Assert.Equal(1, (await project.TryGitAsync("merge", "--quiet", "main")).ExitCode);

        Assert.All(project.Findings(await project.BuildAsync(1)), f => Assert.StartsWith("MIG0007 error migrations/migrations.lock(", f, StringComparison.Ordinal));

        await project.ToolAsync(0, "rebase");
        Assert.Empty(project.Findings(await project.BuildAsync(0)));
        await CommitAsync(project, "merged");
        await project.ToolAsync(0, "lock", "--check", "--against", "main");
        var run = await project.DotnetAsync(0, "run", "--no-build");
        Assert.True(run.Text.IndexOf("_mine", StringComparison.Ordinal) > run.Text.IndexOf("005_theirs", StringComparison.Ordinal), run.Text);
    }

    private static async Task AddAsync(UserProject project, string id)
    {
        project.Write($"migrations/{id}.up.sql", $"CREATE TABLE t{id} (id INTEGER);\n").Write($"migrations/{id}.down.sql", $"DROP TABLE t{id};\n");
        await project.ToolAsync(0, "lock");
        await CommitAsync(project, id);
    }

    private static async Task CommitAsync(UserProject project, string message)
    {
        await project.GitAsync("add", "--all");
        await project.GitAsync("commit", "--quiet", "--message", message);
    }
}

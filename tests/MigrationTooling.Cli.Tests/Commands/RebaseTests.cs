using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>Two branches that both locked a migration, brought together by real git in every way users do it.</summary>
public sealed class RebaseTests
{
    [Fact]
    public async Task A_merge_conflict_in_the_lock_is_resolved_and_the_clashing_version_renumbered()
    {
        using var project = await DivergedAsync("003_mine", "003_theirs");
        var merge = await project.Git.RunAsync("merge", "main");
        Assert.Equal(1, merge.ExitCode);
        Assert.Contains("<<<<<<<", project.Lock, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(3, "verify", "--offline");

        var result = await project.Tool.JsonAsync(0, "rebase");

        Assert.Equal("MERGE_HEAD", result.GetProperty("base").GetProperty("ref").GetString());
        Assert.Equal("003_mine", result.GetProperty("renamed")[0].GetProperty("from").GetString());
        Assert.Equal("004_mine", result.GetProperty("renamed")[0].GetProperty("to").GetString());
        await AssertOrderAsync(project, "003_theirs", "004_mine");
        await project.Git.CommitAsync("merged");
        await project.Tool.ExpectAsync(0, "lock", "--check", "--against", "main");
    }

    [Fact]
    public async Task A_conflict_without_a_clash_keeps_every_version()
    {
        using var project = await DivergedAsync("004_mine", "003_theirs");
        await project.Git.RunAsync("merge", "main");

        var result = await project.Tool.JsonAsync(0, "rebase");

        Assert.Empty(result.GetProperty("renamed").EnumerateArray());
        await AssertOrderAsync(project, "003_theirs", "004_mine");
    }

    [Fact]
    public async Task On_main_the_branch_that_comes_in_goes_last()
    {
        using var project = await DivergedAsync("003_mine", "003_theirs");
        await project.Git.DoneAsync("switch", "--quiet", "main");
        await project.Git.RunAsync("merge", "feature");

        await project.Tool.ExpectAsync(0, "rebase");

        await AssertOrderAsync(project, "003_theirs", "004_mine");
    }

    [Fact]
    public async Task In_the_middle_of_a_git_rebase_the_replayed_commit_goes_last()
    {
        using var project = await DivergedAsync("003_mine", "003_theirs");
        var rebase = await project.Git.RunAsync("rebase", "main");
        Assert.NotEqual(0, rebase.ExitCode);

        await project.Tool.ExpectAsync(0, "rebase");
        await AssertOrderAsync(project, "003_theirs", "004_mine");
        await project.Git.DoneAsync("add", "--all");
        await project.Git.DoneAsync("rebase", "--continue");

        await project.Tool.ExpectAsync(0, "lock", "--check", "--against", "main");
    }

    [Fact]
    public async Task A_fork_that_git_merged_without_a_conflict_is_put_in_order()
    {
        using var project = await DivergedAsync("003_mine", "003_theirs");
        project.Write(".git/info/attributes", "migrations.lock merge=union\n");
        await project.Git.DoneAsync("merge", "--quiet", "--no-edit", "main");
        Assert.DoesNotContain("<<<<<<<", project.Lock, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(3, "verify", "--offline");

        var result = await project.Tool.JsonAsync(0, "rebase");

        Assert.Equal("main", result.GetProperty("base").GetProperty("ref").GetString());
        await AssertOrderAsync(project, "003_theirs", "004_mine");
    }

    [Fact]
    public async Task What_is_not_locked_yet_is_renumbered_too_and_what_the_base_left_unlocked_is_not()
    {
        using var project = await Project.LockedAsync();
        await project.Git.DoneAsync("switch", "--quiet", "--create", "feature");
        project.Migration("003_mine", "CREATE TABLE mine (id INTEGER);");
        await project.Git.CommitAsync("mine, not locked");
        await project.Git.DoneAsync("switch", "--quiet", "main");
        project.Migration("003_theirs", "CREATE TABLE theirs (id INTEGER);");
        await project.Tool.ExpectAsync(0, "lock");
        project.Migration("004_later", "CREATE TABLE later (id INTEGER);");
        await project.Git.CommitAsync("theirs, and one not locked");
        await project.Git.DoneAsync("switch", "--quiet", "feature");
        await project.Git.DoneAsync("merge", "--quiet", "--no-edit", "main");

        await project.Tool.ExpectAsync(0, "rebase");

        Assert.Contains("004_later.up.sql", project.Migrations());
        Assert.DoesNotContain("003_mine.up.sql", project.Migrations());
        await project.Tool.ExpectAsync(0, "verify", "--offline");
    }

    [Fact]
    public async Task Before_the_merge_it_says_so_and_changes_nothing()
    {
        using var project = await DivergedAsync("003_mine", "003_theirs");
        string before = project.Lock;

        var run = await project.Tool.ExpectAsync(7, "rebase", "--onto", "main");

        Assert.Contains("git merge main", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, project.Lock);
        Assert.Contains("003_mine.up.sql", project.Migrations());
    }

    [Fact]
    public async Task Where_nothing_forked_it_changes_nothing()
    {
        using var project = await Project.LockedAsync();
        await project.Git.DoneAsync("switch", "--quiet", "--create", "feature");
        project.Migration("003_mine", "SELECT 1;");
        await project.Tool.ExpectAsync(0, "lock");
        string before = project.Lock;

        var result = await project.Tool.JsonAsync(0, "rebase");

        Assert.Equal("unchanged", result.GetProperty("state").GetString());
        Assert.Equal(before, project.Lock);
    }

    [Fact]
    public async Task The_default_branch_of_origin_is_the_base_where_there_is_one()
    {
        using var project = await DivergedAsync("003_mine", "003_theirs");
        using var clone = new TempFolder();
        await project.Git.DoneAsync("switch", "--quiet", "main");
        await project.Git.DoneAsync("clone", "--quiet", project.Path, clone.At("shop"));
        var git = new GitRepository(clone.At("shop"));
        await git.DoneAsync("switch", "--quiet", "feature");
        await git.RunAsync("merge", "main");
        await git.DoneAsync("add", "--all");
        await git.DoneAsync("commit", "--quiet", "--message", "conflict markers committed");

        var result = await new Tool(clone.At("shop")).JsonAsync(0, "rebase");

        Assert.Equal("refs/remotes/origin/HEAD", result.GetProperty("base").GetProperty("ref").GetString());
        Assert.DoesNotContain("<<<<<<<", clone.Read("shop/migrations/migrations.lock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_broken_in_another_way_is_left_alone()
    {
        using var project = await Project.LockedAsync();
        project.Write("migrations/migrations.lock", project.Lock.Replace("h1=", "h1=zz", StringComparison.Ordinal));
        string before = project.Lock;

        var run = await project.Tool.ExpectAsync(3, "rebase", "--onto", "main");

        Assert.Contains("MIG0007", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, project.Lock);
    }

    [Fact]
    public async Task Outside_git_it_is_a_usage_error()
    {
        using var project = new Project();
        project.Migration("001_a", "SELECT 1;");
        await project.Tool.ExpectAsync(0, "lock");

        await project.Tool.ExpectAsync(2, "rebase");
    }

    private static async Task<Project> DivergedAsync(string mine, string theirs)
    {
        var project = await Project.LockedAsync();
        await project.Git.DoneAsync("switch", "--quiet", "--create", "feature");
        project.Migration(mine, "CREATE TABLE mine (id INTEGER);", "DROP TABLE mine;");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Git.CommitAsync("mine");
        await project.Git.DoneAsync("switch", "--quiet", "main");
        project.Migration(theirs, "CREATE TABLE theirs (id INTEGER);", "DROP TABLE theirs;");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Git.CommitAsync("theirs");
        await project.Git.DoneAsync("switch", "--quiet", "feature");
        return project;
    }

    private static async Task AssertOrderAsync(Project project, string first, string second)
    {
        int firstAt = project.Lock.IndexOf("\n" + first + " ", StringComparison.Ordinal);
        int secondAt = project.Lock.IndexOf("\n" + second + " ", StringComparison.Ordinal);
        Assert.True(firstAt > 0 && secondAt > firstAt, project.Lock);
        Assert.Contains($"after={first}", project.Lock, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(0, "verify", "--offline");
    }
}

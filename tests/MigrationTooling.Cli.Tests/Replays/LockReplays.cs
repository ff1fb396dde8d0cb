using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What is said of the lock file and of the commands that write it, each followed.</summary>
public sealed class LockReplays
{
    private const string Lock = "migrations/migrations.lock";

    [Fact]
    public async Task An_acceptance_without_a_reason_gets_one()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n"));

        await scene.RunAsync(2, "lock", "--accept", "001_users");
        await scene.Fork().FollowAsync("LockCommand.cs", "belong together", fill: "ID=001_users");
        await scene.RunAsync(2, "lock", "--accept", "001_users", "--reason", " ");
        await scene.FollowAsync("LockAcceptance.cs", "needs its reason", typed: ["lock", "--accept", "001_users", "--reason", "seen"]);

        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task What_is_only_formatted_or_only_new_is_not_accepted_but_stamped_or_locked()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Append("migrations/001_users.up.sql", "-- a comment\n").Migration("003_new", "SELECT 1;"));

        await scene.RunAsync(2, "lock", "--accept", "001_users", "--reason", "x");
        await scene.FollowAsync("LockAcceptance.cs", "stamps it anew");
        await scene.RunAsync(2, "lock", "--accept", "003_new", "--reason", "x");
        await scene.FollowAsync("LockAcceptance.cs", "locks it");

        await scene.RunAsync(0, "lock", "--check");
    }

    [Fact]
    public async Task A_check_without_its_option_and_one_that_finds_what_is_not_locked()
    {
        using var scene = await Scene.LockedAsync();

        await scene.RunAsync(2, "lock", "--against", "main");
        await scene.FollowAsync("LockCommand.cs", "lock --check --against REF", fill: "REF=main");
        scene.Project.Migration("003_new", "SELECT 1;");
        await scene.RunAsync(3, "lock", "--check");
        await scene.FollowAsync("LockCheck.cs", "commit the lock");

        await scene.RunAsync(0, "lock", "--check");
    }

    [Fact]
    public async Task A_lock_that_was_cut_off_is_restored_and_gets_what_it_does_not_have()
    {
        using var scene = await Scene.LockedAsync();
        scene.Do(p => p.Write(Lock, p.Lock[..^10]).Migration("003_new", "SELECT 1;"));
        await scene.RunAsync(3, "verify");

        await scene.Project.Git.DoneAsync("restore", Lock);
        await scene.FollowAsync("LockReader.cs", "for migrations it does not have yet");

        await scene.RunAsync(0, "lock", "--check");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_branches_that_met_are_put_in_order_by_rebase(bool isForked)
    {
        using var scene = await DivergedAsync();
        await scene.Project.Git.RunAsync("merge", "main");
        if (isForked)
        {
            // Somebody kept both sides by hand.
            scene.Do(p => p.Write(Lock, string.Concat(WithoutMarkers(p).Select(l => l + "\n"))));
        }

        await scene.RunAsync(3, "verify");
        var run = isForked
            ? await scene.FollowAsync("OrderRules.cs", "Run dotnet migrate rebase.")
            : await scene.FollowAsync("LockReader.cs", "it keeps both sides");

        scene.Saw(run);
        await scene.FollowAsync("RebaseReport.cs", "Tell git with");
        await scene.RunAsync(0, "verify");
    }

    [Theory]
    [InlineData("LockChain.cs")]
    [InlineData("LockIds.cs")]
    public async Task Lines_that_a_merge_put_together_are_put_in_order_by_rebase(string file)
    {
        using var scene = await DivergedAsync();
        await scene.Project.Git.RunAsync("merge", "main");
        string[] lines = WithoutMarkers(scene.Project);
        string mine = lines.Single(l => l.StartsWith("003_mine ", StringComparison.Ordinal));
        if (file == "LockIds.cs")
        {
            // Both sides were kept, one of them twice.
            scene.Do(p => p.Write(Lock, string.Concat(lines[..^1].Append(mine).Append("end").Select(l => l + "\n"))));
            await scene.RunAsync(3, "verify");
            await scene.FollowAsync("LockIds.cs", "run dotnet migrate rebase");
        }
        else
        {
            // One was put behind the other, and above it.
            string theirs = lines.Single(l => l.StartsWith("003_theirs ", StringComparison.Ordinal));
            string[] moved = [.. lines.Where(l => l != mine && l != theirs && l != "end"), mine.Replace("after=002_orders", "after=003_theirs", StringComparison.Ordinal), theirs, "end"];
            scene.Do(p => p.Write(Lock, string.Concat(moved.Select(l => l + "\n"))));
            await scene.RunAsync(3, "verify");
            await scene.FollowAsync("LockChain.cs", "run dotnet migrate rebase");
        }

        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task Before_the_merge_the_branch_is_brought_in_and_then_put_in_order()
    {
        using var scene = await DivergedAsync();
        await scene.RunAsync(7, "rebase", "--onto", "main");
        using var rebased = scene.Fork();

        await scene.FollowAsync("RebaseCommand.cs", "Bring them in first", 0, exit: 1);
        await scene.FollowAsync("RebaseCommand.cs", "Bring them in first", 2);
        await rebased.FollowAsync("RebaseCommand.cs", "Bring them in first", 1, exit: 1);
        await rebased.FollowAsync("RebaseCommand.cs", "Bring them in first", 2);

        await scene.RunAsync(0, "verify");
        await rebased.RunAsync(0, "verify");
    }

    [Fact]
    public async Task Where_nothing_is_locked_rebase_says_what_freezes()
    {
        using var scene = (await Scene.LockedAsync()).Do(p => p.Delete(Lock));
        await scene.Project.Git.CommitAsync("no lock");
        await scene.RunAsync(2, "rebase", "--onto", "main");

        await scene.FollowAsync("RebaseCommand.cs", "Freeze the migrations with");

        Assert.True(scene.Project.Exists(Lock));
    }

    [Fact]
    public async Task Where_no_branch_is_the_base_one_is_named()
    {
        using var scene = await Scene.LockedAsync();
        await scene.Project.Git.DoneAsync("branch", "--move", "trunk");
        await scene.Project.Git.DoneAsync("switch", "--quiet", "--create", "feature");
        await scene.RunAsync(2, "rebase");

        await scene.FollowAsync("RebaseBase.cs", "Name it", fill: "REF=trunk");
    }

    [Fact]
    public async Task In_a_shallow_clone_the_tag_is_fetched()
    {
        using var origin = await Scene.LockedAsync();
        using var scene = await ShallowCloneAsync(origin);
        await scene.RunAsync(2, "lock", "--check", "--against", "released");

        await scene.FollowAsync("GitFolder.cs", "--unshallow");

        await scene.RunAsync(0, "lock", "--check", "--against", "released");
    }

    [Fact]
    public async Task In_a_shallow_clone_the_other_branch_is_fetched()
    {
        using var origin = await Scene.LockedAsync();
        using var scene = await ShallowCloneAsync(origin);
        await scene.RunAsync(2, "lock", "--check", "--against", "origin/release/1");

        await scene.FollowAsync("GitFolder.cs", "refs/remotes/");
        await scene.RunAsync(2, "lock", "--check", "--against", "origin/release/1");
        await scene.FollowAsync("LockAtCommit.cs", "fetch the whole history");

        await scene.RunAsync(0, "lock", "--check", "--against", "origin/release/1");
    }

    [Fact]
    public async Task A_rename_out_of_its_place_is_meant()
    {
        using var scene = await Scene.LockedAsync();
        await scene.RunAsync(3, "rename", "001_users", "003_users");

        await scene.FollowAsync("LockRename.cs", "the new order is meant");

        await scene.RunAsync(0, "verify");
    }

    [Fact]
    public async Task A_lost_lock_is_rebuilt_once_the_file_says_what_ran()
    {
        using var scene = await Scene.AppliedAsync();
        scene.Do(p => p.Delete(Lock).Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n"));
        await scene.RunAsync(3, "lock", "--from-database");

        // It asks before a file is replaced; this scenario's person says yes.
        await scene.FollowAsync("LockFromHistory.cs", "Write back what ran", exit: 7);
        await scene.RunAsync(0, "restore-file", "001_users", "--yes");

        await scene.RunAsync(0, "lock", "--from-database");
    }

    [Fact]
    public async Task Where_the_lock_freezes_another_text_verify_shows_it()
    {
        using var scene = await Scene.AppliedAsync();
        scene.Do(p => p.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n"));
        await scene.RunAsync(0, "lock", "--accept", "001_users", "--reason", "x");
        await scene.RunAsync(3, "restore-file", "001_users");

        var run = await scene.FollowAsync("RestoreFileCommand.cs", "The text of the lock is in version control");

        Assert.Contains("MIG0505", run.Output, StringComparison.Ordinal);
    }

    private static string[] WithoutMarkers(Project project) =>
        project.Lock.Split('\n').Where(l => l.Length > 0 && !l.StartsWith("<<<", StringComparison.Ordinal) && !l.StartsWith("===", StringComparison.Ordinal) && !l.StartsWith(">>>", StringComparison.Ordinal)).ToArray();

    /// <summary>One commit deep, of one branch; a tag and another branch are a commit further back.</summary>
    private static async Task<Scene> ShallowCloneAsync(Scene origin)
    {
        await origin.Project.Git.DoneAsync("tag", "--annotate", "released", "--message", "1.0");
        await origin.Project.Git.DoneAsync("branch", "release/1");
        origin.Project.Migration("003_new", "SELECT 1;");
        await origin.RunAsync(0, "lock");
        await origin.Project.Git.CommitAsync("a third");
        using var folder = new TempFolder();
        await origin.Project.Git.DoneAsync("clone", "--quiet", "--depth", "1", "--no-tags", "file://" + origin.Project.Path, folder.At("clone"));
        var project = new Project();
        foreach (string file in Directory.EnumerateFiles(folder.At("clone"), "*", SearchOption.AllDirectories))
        {
            string to = project.At(Path.GetRelativePath(folder.At("clone"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return new Scene(project);
    }

    /// <summary>Two branches locked a third migration each; the working tree is on one of them.</summary>
    private static async Task<Scene> DivergedAsync()
    {
        var scene = await Scene.LockedAsync();
        var git = scene.Project.Git;
        await git.DoneAsync("switch", "--quiet", "--create", "feature");
        scene.Project.Migration("003_mine", "CREATE TABLE mine (id INTEGER);");
        await scene.RunAsync(0, "lock");
        await git.CommitAsync("mine");
        await git.DoneAsync("switch", "--quiet", "main");
        scene.Project.Migration("003_theirs", "CREATE TABLE theirs (id INTEGER);");
        await scene.RunAsync(0, "lock");
        await git.CommitAsync("theirs");
        await git.DoneAsync("switch", "--quiet", "feature");
        return scene;
    }
}

using System;
using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>The portable tool, installed as users do; the native one is installed by build/demo.sh.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class ToolInstallTests(PackedFeed feed)
{
    [Fact]
    public async Task A_local_tool_is_dotnet_migrate_wherever_the_manifest_is_restored()
    {
        using var project = new UserProject(feed);
        await project.DotnetAsync(0, "new", "tool-manifest");
        await project.DotnetAsync(0, "tool", "install", "dotnet-migrate", "--version", feed.Version);
        project.Write("migrations/001_users.sql", "CREATE TABLE users (id INTEGER);\n");

        Assert.Contains(feed.Version, (await project.DotnetAsync(0, "migrate", "--version")).Text, StringComparison.Ordinal);
        await project.DotnetAsync(0, "migrate", "lock");
        await project.DotnetAsync(0, "tool", "run", "dotnet-migrate", "--", "up", "-u", "sqlite:app.db");
        Assert.True(File.Exists(project.At("app.db")));

        // A colleague's machine has the manifest and no tool yet.
        project.OwnCache();
        await project.DotnetAsync(0, "tool", "restore");
        Assert.Contains("clean", (await project.DotnetAsync(0, "migrate", "status", "-u", "sqlite:app.db")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_global_tool_is_one_program_and_goes_without_a_trace()
    {
        using var project = new UserProject(feed);
        await project.DotnetAsync(0, "tool", "install", "dotnet-migrate", "--version", feed.Version, "--tool-path", "tools");
        string program = project.At("tools/" + Path.GetFileName(feed.Tool));

        var run = await ProcessRun.StartAsync(project.Folder, feed.Environment, program, "--version");
        Assert.Contains(feed.Version, run.Text, StringComparison.Ordinal);

        await project.DotnetAsync(0, "tool", "uninstall", "dotnet-migrate", "--tool-path", "tools");
        Assert.False(File.Exists(program));
    }
}

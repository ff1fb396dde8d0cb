using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>The manifest of a built application, where neither its files nor its lock are at hand: what a deployment has.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class AssemblyTests(PackedFeed feed)
{
    private const string TwoSets = """
        <MigrationSet Include="migrations" Name="Migrations" />
        <MigrationSet Include="more" Name="MoreMigrations" Dialect="sqlite" />
        """;

    [Theory]
    [InlineData("Debug")]
    [InlineData("Release")]
    public async Task The_tool_applies_what_is_compiled_into_an_application(string configuration)
    {
        using var project = await DeployedAsync(configuration);

        var up = await project.ToolAsync(0, "up", "--assembly", "deployed/App.dll#Migrations", "-u", "sqlite:deployed/app.db");
        var status = await project.ToolAsync(0, "status", "--check", "--assembly", "deployed/App.dll#App.Migrations", "-u", "sqlite:deployed/app.db");
        await project.ToolAsync(0, "up", "--assembly", "deployed/App.dll#MoreMigrations", "-u", "sqlite:deployed/more.db");

        Assert.Contains("4 migrations applied, 0 pending: the database is clean.", up.Text, StringComparison.Ordinal);
        Assert.Matches("004_large +completed", status.Text);
        Assert.Equal(["App.dll", "app.db", "app.db-__migrations.lock", "more.db", "more.db-__migrations.lock"], Files(project.At("deployed")));
    }

    [Fact]
    public async Task What_is_no_such_assembly_is_refused_with_the_reason()
    {
        using var project = await DeployedAsync("Release");

        await RefusedAsync("There is no assembly", "deployed/Ap.dll");
        await RefusedAsync("which is a directory", "deployed");
        await RefusedAsync("No manifest can be read from", "App.csproj");
        await RefusedAsync("carries no migrations", typeof(AssemblyTests).Assembly.Location);
        await RefusedAsync("#App.MoreMigrations", "deployed/App.dll");
        await RefusedAsync("carries no set of migrations of the name Other", "deployed/App.dll#Other");

        byte[] bytes = await File.ReadAllBytesAsync(project.At("deployed/App.dll"));
        // A literal of the assembly: two bytes a character.
        int at = bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("migration 002_orders"));
        Assert.True(at > 0);
        bytes[at + Encoding.Unicode.GetByteCount("migration 00")] = (byte)'9';
        await File.WriteAllBytesAsync(project.At("deployed/App.dll"), bytes);
        await RefusedAsync("Its manifest is not the one that the compiler wrote.", "deployed/App.dll#Migrations");

        Assert.False(File.Exists(project.At("app.db")));
        await project.ToolAsync(2, "lock", "--assembly", "deployed/App.dll");

        async Task RefusedAsync(string reason, string assembly) =>
            Assert.Contains(reason, (await project.ToolAsync(2, "up", "--assembly", assembly, "-u", "sqlite:app.db")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_altered_in_the_assembly_does_not_run()
    {
        using var project = await DeployedAsync("Release");
        byte[] bytes = await File.ReadAllBytesAsync(project.At("deployed/App.dll"));
        int at = bytes.AsSpan().IndexOf("CREATE TABLE prices"u8);
        "CREATE TABLE tricks"u8.CopyTo(bytes.AsSpan(at));
        await File.WriteAllBytesAsync(project.At("deployed/App.dll"), bytes);

        var run = await project.ToolAsync(1, "up", "--assembly", "deployed/App.dll#Migrations", "-u", "sqlite:deployed/app.db");

        Assert.Contains("003_prices", run.Text, StringComparison.Ordinal);
        Assert.Contains("changed after it was planned", run.Text, StringComparison.Ordinal);
    }

    /// <summary>A built application alone in a folder; its migrations directory is gone.</summary>
    private async Task<UserProject> DeployedAsync(string configuration)
    {
        var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Write("App.csproj", project.ProjectText(items: TwoSets, reference: true));
        // Larger than what enters the compiler.
        project.Write("migrations/004_large.up.sql", new StringBuilder("CREATE TABLE large (t TEXT);\n").Insert(0, "-- filler, and more of it\n", 60_000).ToString());
        project.Write("more/001_more.up.sql", "CREATE TABLE more (id INTEGER);\n");
        await project.BuildAsync(0, "--configuration", configuration, "-p:NoWarn=MIG0010");
        Directory.CreateDirectory(project.At("deployed"));
        File.Copy(project.At($"bin/{configuration}/net10.0/App.dll"), project.At("deployed/App.dll"));
        Directory.Delete(project.At("migrations"), recursive: true);
        Directory.Delete(project.At("more"), recursive: true);
        return project;
    }

    private static string[] Files(string folder) => Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray()!;
}

using System;
using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>A guard that can't load fails the build: it never passes in silence.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class LoadTests(PackedFeed feed)
{
    [Theory]
    [InlineData("analyzers/dotnet/cs/MigrationTooling.Generator.dll")]
    [InlineData("analyzers/dotnet/cs/MigrationTooling.Core.dll")]
    [InlineData("tasks/netstandard2.0/MigrationTooling.Tasks.dll")]
    public async Task A_missing_part_of_the_guard_fails_the_build(string part)
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        string cache = project.OwnCache();
        await project.BuildAsync(0);
        File.Delete(Path.Combine(cache, "migrationtooling", feed.Version, part));

        var build = await project.BuildAsync(1, "--no-incremental");

        Assert.Contains(Path.GetFileName(part), build.Text, StringComparison.Ordinal);
        Assert.Contains("MIG0901", build.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MigrationTooling.Core.dll")]
    [InlineData("MigrationTooling.Tasks.dll")]
    [InlineData(null)]
    public async Task Another_file_in_the_generator_s_place_fails_the_build(string? other)
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Write("Program.cs", "System.Console.WriteLine();\n");
        string package = Path.Combine(project.OwnCache(), "migrationtooling", feed.Version);
        await project.BuildAsync(0);
        byte[] wrong = other is null ? "no assembly"u8.ToArray() : await File.ReadAllBytesAsync(Path.Combine(package, "tasks", "netstandard2.0", other));
        foreach (string generator in Directory.GetFiles(package, "MigrationTooling.Generator.dll", SearchOption.AllDirectories))
        {
            await File.WriteAllBytesAsync(generator, wrong);
        }

        var build = await project.BuildAsync(1, "--no-incremental", "-p:RunAnalyzers=false", "-p:NoWarn=CS8032%3BCS8034%3BCS8784%3BCS8785%3BCS9057%3BCS8033%3BMIG0901", "-p:MigrationsLoadWarningsAsErrors=false");

        Assert.Contains("MIG0901", build.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_MSBuild_whose_compiler_cannot_load_the_guard_fails_the_build()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();

        var build = await project.BuildAsync(1, "-p:_MigrationToolingMSBuildVersion=17.7.4");

        Assert.Contains("error MIG0901: The migrations were not checked: MSBuild 17.7.4 brings a compiler that cannot load the guard.", build.Text, StringComparison.Ordinal);
        Assert.Contains(".NET SDK 8.0.100 or later", build.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generator_that_the_compiler_was_not_given_fails_the_build()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Write("Program.cs", "System.Console.WriteLine();\n");
        project.Write("Directory.Build.targets", """
            <Project>
              <Target Name="DropAnalyzers" BeforeTargets="CoreCompile">
                <ItemGroup><Analyzer Remove="@(Analyzer)" /></ItemGroup>
              </Target>
            </Project>
            """);

        Assert.Contains("MIG0901", (await project.BuildAsync(1)).Text, StringComparison.Ordinal);
    }
}

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

using System;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>
/// The copies of the guard that are compiled ahead for the system that packs. Where the compiler for that did not restore, the package has
/// none, and its plain guard serves here too.
/// </summary>
[Collection(PackedFeedCollection.Name)]
public sealed class AheadTests(PackedFeed feed)
{
    [Fact]
    public async Task What_is_compiled_ahead_is_the_same_guard()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        string package = await PackageAsync(project);

        Assert.All(AheadFiles(package), file =>
        {
            string name = Path.GetFileName(file);
            string plain = Path.Combine(package, name == "MigrationTooling.Tasks.dll" ? "tasks/netstandard2.0" : "analyzers/dotnet/cs", name);
            Assert.Equal(Module(plain), Module(file));
            Assert.True(IsCompiled(file) && !IsCompiled(plain), file + " is not compiled ahead, or the plain copy is.");
        });
    }

    [Fact]
    public async Task A_build_runs_what_is_compiled_ahead_and_any_other_system_the_plain_guard_with_the_same_verdict()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        string package = await PackageAsync(project);
        bool isAhead = AheadFiles(package).Length > 0;

        Assert.Equal(isAhead ? "ahead" : "plain", await GuardOfAsync(0));
        Assert.Equal("plain", await GuardOfAsync(0, "-p:MigrationsAhead=false"));
        project.Write("migrations/002_orders.up.sql", "CREATE TABLE other (id INTEGER);\n");
        Assert.Equal(isAhead ? "ahead" : "plain", await GuardOfAsync(1));
        Assert.Equal("plain", await GuardOfAsync(1, "-p:MigrationsAhead=false"));

        if (isAhead)
        {
            // As on a system, or with an SDK, that it was not compiled for.
            string folder = Path.GetDirectoryName(AheadFiles(package)[0])!;
            Directory.Move(folder, folder + "-other");
            Assert.Equal("plain", await GuardOfAsync(1));
        }

        async Task<string> GuardOfAsync(int exitCode, params string[] arguments)
        {
            var build = await project.BuildAsync(exitCode, ["--no-incremental", "-verbosity:detailed", .. arguments]);
            Assert.Equal(exitCode == 1, build.Text.Contains("002_orders.up.sql(1,1): error MIG0001", StringComparison.Ordinal));
            string[] guards = build.Text.Split(' ', '\n', '"').Where(word => word.StartsWith("/analyzer:", StringComparison.Ordinal) && word.Contains("migrationtooling", StringComparison.Ordinal)).ToArray();
            Assert.Equal(["MigrationTooling.Core.dll", "MigrationTooling.Generator.dll"], guards.Select(Path.GetFileName).Distinct().Order(StringComparer.Ordinal));
            Assert.Single(guards.Select(Path.GetDirectoryName).Distinct());
            return guards[0].Contains("/ahead/", StringComparison.Ordinal) ? "ahead" : "plain";
        }
    }

    [Theory]
    [InlineData("MigrationTooling.Generator.dll")]
    [InlineData("MigrationTooling.Core.dll")]
    [InlineData("MigrationTooling.Tasks.dll")]
    public async Task A_missing_part_of_what_is_compiled_ahead_fails_the_build(string part)
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        string package = await PackageAsync(project);
        foreach (string file in AheadFiles(package).Where(file => Path.GetFileName(file) == part))
        {
            File.Delete(file);

            var build = await project.BuildAsync(1, "--no-incremental");

            Assert.Contains("MIG0901", build.Text, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(Path.GetFileName(Path.GetDirectoryName(file))!, part), build.Text, StringComparison.Ordinal);
        }
    }

    private async Task<string> PackageAsync(UserProject project)
    {
        string cache = project.OwnCache();
        await project.DotnetAsync(0, "restore");
        return Path.Combine(cache, "migrationtooling", feed.Version);
    }

    private static string[] AheadFiles(string package) =>
        Directory.Exists(Path.Combine(package, "ahead")) ? Directory.GetFiles(Path.Combine(package, "ahead"), "*.dll", SearchOption.AllDirectories) : [];

    private static Guid Module(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static bool IsCompiled(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        return image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace MigrationTooling.Package.Tests.Support;

/// <summary>
/// The packages of this working tree, packed once under a version of their own into a feed of their own, with a package cache
/// of their own: nothing that was installed before can stand in for them. The tool is installed from the same feed.
/// </summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrate-packages-").FullName;

    /// <summary>The version that every package of the feed has.</summary>
    public string Version { get; } = "0.1.0-test." + DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    public string Packages => Path.Combine(_folder, "feed");

    public string Cache => Path.Combine(_folder, "cache");

    /// <summary>The installed tool.</summary>
    public string Tool => Path.Combine(_folder, "tool", OperatingSystem.IsWindows() ? "dotnet-migrate.exe" : "dotnet-migrate");

    /// <summary>The compiler server that the builds share, as a user's do; it is nobody else's, and ends with the tests.</summary>
    private string CompilerServer => "migrate-tests-" + Version;

    public IReadOnlyDictionary<string, string> Environment { get; private set; } = new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        Environment = new Dictionary<string, string>(EnvironmentWith(Cache)) { ["UseSharedCompilation"] = "true", ["SharedCompilationId"] = CompilerServer };
        await ExpectAsync(RepositoryFolder.Root, "bash", "build/pack.sh", "--no-tool", "--version", Version, "--output", Packages);
        await ExpectAsync(
            RepositoryFolder.Root, "dotnet", "pack", "src/MigrationTooling.Cli", "--configuration", "Release", "--output", Packages, "-p:MigrationToolingVersion=" + Version);
        await ExpectAsync(
            _folder, "dotnet", "tool", "install", "dotnet-migrate", "--version", Version, "--add-source", Packages, "--tool-path", Path.GetDirectoryName(Tool)!);
    }

    /// <summary>The surroundings of a build that knows only the given package cache, and has no compiler server.</summary>
    public static Dictionary<string, string> EnvironmentWith(string cache) => new()
    {
        ["NUGET_PACKAGES"] = cache,
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MIGRATE_DATABASE_URL"] = "",
    };

    public async Task DisposeAsync()
    {
        await EndCompilerServerAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndCompilerServerAsync()
    {
        var roslyn = await ExpectAsync(RepositoryFolder.Root, "dotnet", "msbuild", "src/MigrationTooling.Core", "-getProperty:RoslynTargetsPath");
        await ExpectAsync(RepositoryFolder.Root, "dotnet", Path.Combine(roslyn.Text.Trim(), "bincore", "VBCSCompiler.dll"), "-shutdown", "-pipename:" + CompilerServer);
    }

    private static async Task<ProcessRun> ExpectAsync(string folder, string program, params string[] arguments)
    {
        var run = await ProcessRun.StartAsync(folder, new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" }, program, arguments);
        Assert.True(run.ExitCode == 0, $"{run.Command} exited with {run.ExitCode}:\n{run.Text}");
        return run;
    }
}

/// <summary>Every package test shares one feed.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit calls the thing a collection.
public sealed class PackedFeedCollection : ICollectionFixture<PackedFeed>
#pragma warning restore CA1711
{
    public const string Name = "packed feed";
}

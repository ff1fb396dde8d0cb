using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace MigrationTooling.Package.Tests.Support;

/// <summary>A new project of a user, in a folder of its own, that references the package from the local feed.</summary>
public sealed partial class UserProject : IDisposable
{
    private readonly PackedFeed _feed;
    private Dictionary<string, string> _environment;

    public UserProject(PackedFeed feed, string? properties = null, string? items = null, string name = "App", bool hasOtherSources = false)
    {
        _feed = feed;
        _environment = new Dictionary<string, string>(feed.Environment);
        Folder = Path.Combine(Directory.CreateTempSubdirectory("migrate-user-").FullName, name);
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                {(hasOtherSources ? "" : "<clear />")}
                <add key="local" value="{feed.Packages}" />
              </packageSources>
            </configuration>
            """);
        Write($"{name}.csproj", ProjectText(properties, items, reference: true));
        Write("Program.cs", """
            foreach (var migration in App.Migrations.Manifest)
            {
                System.Console.WriteLine($"{migration.Id} {migration.UpChecksum} {migration.IsLocked}");
            }

            """);
    }

    public string Folder { get; }

    /// <summary>The project file of an executable; <paramref name="reference"/>: with the package.</summary>
    public string ProjectText(string? properties = null, string? items = null, bool reference = false, string outputType = "Exe") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>{outputType}</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <RootNamespace>App</RootNamespace>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {(reference ? $"<PackageReference Include=\"MigrationTooling\" Version=\"{_feed.Version}\" />" : "")}
            {items}
          </ItemGroup>
        </Project>
        """;

    public string At(string path) => Path.Combine(Folder, path);

    public UserProject Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text, new UTF8Encoding(false));
        return this;
    }

    public UserProject Move(string from, string to)
    {
        File.Move(At(from), At(to));
        return this;
    }

    /// <summary>Three small migrations with downs, locked by the tool.</summary>
    public async Task<UserProject> WithLockedMigrationsAsync()
    {
        Write("migrations/001_users.up.sql", "CREATE TABLE users (\n    id INTEGER PRIMARY KEY,\n    email TEXT NOT NULL\n);\n");
        Write("migrations/001_users.down.sql", "DROP TABLE users;\n");
        Write("migrations/002_orders.up.sql", "CREATE TABLE orders (id INTEGER PRIMARY KEY);\n\nCREATE INDEX ix_orders ON orders (id);\n");
        Write("migrations/002_orders.down.sql", "DROP TABLE orders;\n");
        Write("migrations/003_prices.up.sql", "CREATE TABLE prices (id INTEGER PRIMARY KEY, cents INTEGER);\n");
        Write("migrations/003_prices.down.sql", "DROP TABLE prices;\n");
        await ToolAsync(0, "lock");
        return this;
    }

    /// <summary>Builds from here on with a copy of the package cache, so that a test may damage it.</summary>
    public string OwnCache()
    {
        string cache = Path.Combine(Path.GetDirectoryName(Folder)!, "cache");
        _environment = PackedFeed.EnvironmentWith(cache);
        return cache;
    }

    /// <summary>Sets an environment variable for what is started from here on.</summary>
    public UserProject With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Starts a process that the caller reads and ends.</summary>
    public Process Start(string program, params string[] arguments) => ProcessRun.Start(Folder, _environment, program, arguments);

    public async Task<ProcessRun> ToolAsync(int exitCode, params string[] arguments) =>
        Expect(exitCode, await ProcessRun.StartAsync(Folder, _environment, _feed.Tool, arguments));

    public async Task<ProcessRun> DotnetAsync(int exitCode, params string[] arguments) =>
        Expect(exitCode, await ProcessRun.StartAsync(Folder, _environment, "dotnet", arguments));

    public Task<ProcessRun> BuildAsync(int exitCode, params string[] arguments) =>
        DotnetAsync(exitCode, ["build", "-clp:NoSummary", .. arguments]);

    public async Task GitAsync(params string[] arguments) =>
        Expect(0, await ProcessRun.StartAsync(Folder, GitSettings, "git", arguments));

    /// <summary>What a failing git command left; merges that conflict exit with 1.</summary>
    public Task<ProcessRun> TryGitAsync(params string[] arguments) => ProcessRun.StartAsync(Folder, GitSettings, "git", arguments);

    /// <summary>Our findings in a build's output, once each, as <c>RULE severity file(line,column) text</c> with the path below the project.</summary>
    public IReadOnlyList<string> Findings(ProcessRun build) => FindingLine().Matches(build.Text)
        .Select(m => $"{m.Groups["rule"]} {m.Groups["severity"]} {Path.GetRelativePath(Folder, m.Groups["file"].Value.Trim()).Replace('\\', '/')}({m.Groups["place"]}) {m.Groups["text"]}")
        .Distinct()
        .Order(StringComparer.Ordinal)
        .ToList();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);

    private static readonly Dictionary<string, string> GitSettings = new()
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_SYSTEM"] = "/dev/null",
        ["GIT_AUTHOR_NAME"] = "Ada",
        ["GIT_AUTHOR_EMAIL"] = "ada@example.org",
        ["GIT_COMMITTER_NAME"] = "Ada",
        ["GIT_COMMITTER_EMAIL"] = "ada@example.org",
    };

    private static ProcessRun Expect(int exitCode, ProcessRun run)
    {
        Assert.True(run.ExitCode == exitCode, $"{run.Command} exited with {run.ExitCode}, expected {exitCode}:\n{run.Text}");
        return run;
    }

    [GeneratedRegex(@"^(?<file>.+?)\((?<place>\d+,\d+)\): (?<severity>error|warning) (?<rule>MIG\d{4}): (?<text>.*?)( \[[^\]]+proj(::[^\]]*)?\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex FindingLine();
}

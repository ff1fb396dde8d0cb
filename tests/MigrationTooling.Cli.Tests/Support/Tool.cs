using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>The built program, run as a user runs it, in one folder.</summary>
public sealed class Tool(string folder)
{
    // What the machine of the test may set must not decide the test.
    private readonly Dictionary<string, string?> _environment = new()
    {
        ["MIGRATE_DATABASE_URL"] = null,
        ["MIGRATE_MIGRATIONS_DIR"] = null,
        ["MIGRATE_MIGRATION_TABLE"] = null,
        ["MIGRATE_SCHEMA"] = null,
        ["PGPASSWORD"] = null,
        ["PGPASSFILE"] = null,
        ["DOTNET_ENVIRONMENT"] = null,
        ["ASPNETCORE_ENVIRONMENT"] = null,
        ["NO_COLOR"] = null,
        ["GITHUB_WORKSPACE"] = null,
        // Thousands of short runs: compiling hot methods again costs more than it gains.
        ["DOTNET_TieredPGO"] = "0",
    };

    public static string Program { get; } = Path.Combine(
        CompiledTool.Choose(AppContext.BaseDirectory, CompiledTool.Folder), OperatingSystem.IsWindows() ? "dotnet-migrate.exe" : "dotnet-migrate");

    private string _program = Program;

    /// <summary>Runs another copy of the program from here on.</summary>
    public Tool From(string program)
    {
        _program = program;
        return this;
    }

    public Tool With(string variable, string? value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Runs it with these lines as its input.</summary>
    public Task<ProcessRun> AnswerAsync(string input, params string[] arguments) => ProcessRun.StartAsync(_program, arguments, folder, _environment, input);

    public Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.StartAsync(_program, arguments, folder, _environment);

    /// <summary>Runs and insists on the exit code; the failure shows both streams.</summary>
    public async Task<ProcessRun> ExpectAsync(int exitCode, params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(
            run.ExitCode == exitCode,
            $"dotnet migrate {string.Join(' ', arguments)} exited with {run.ExitCode}, expected {exitCode}.\n--- stdout\n{run.Output}\n--- stderr\n{run.Error}");
        return run;
    }

    /// <summary>Runs with <c>--format json</c> and parses the one document on standard output.</summary>
    public async Task<JsonElement> JsonAsync(int exitCode, params string[] arguments)
    {
        var run = await ExpectAsync(exitCode, [.. arguments, "--format", "json"]);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}

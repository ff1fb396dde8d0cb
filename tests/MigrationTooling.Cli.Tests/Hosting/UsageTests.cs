using System;
using System.Text.Json;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Hosting;

/// <summary>Command lines that can't be: exit 2, one sentence, the nearest thing that exists; and what help says of the right ones.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Project _project = new();

    [Theory]
    [InlineData("There is no command 'verfy'. Did you mean verify?", "verfy")]
    [InlineData("The option --verson is unknown. Did you mean --version?", "--verson")]
    [InlineData("up has no option --drynun. Did you mean --dry-run?", "up", "--drynun")]
    [InlineData("verify has no option --strict.", "verify", "--strict")]
    [InlineData("status does not take the argument 'now'.", "status", "now")]
    [InlineData("rename needs NEW: Its new id, version included.", "rename", "001_a")]
    [InlineData("--steps takes N, not 'many'.", "up", "--steps", "many")]
    [InlineData("--format xml is unknown to verify; it takes text, json, sarif, msbuild, github.", "verify", "--format", "xml")]
    [InlineData("--format sarif is unknown to status; it takes text, json.", "status", "--format", "sarif")]
    [InlineData("--database-url and --connection both name the database.", "status", "-u", "sqlite:a.db", "--connection", "Shop")]
    [InlineData("A command is missing.")]
    public async Task A_command_line_that_can_not_be_is_answered_with_what_can(string message, params string[] arguments)
    {
        _project.Migration("001_a", "SELECT 1;");

        var run = await _project.Tool.ExpectAsync(2, arguments);

        Assert.StartsWith("error: " + message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Who_asks_for_JSON_gets_JSON_for_a_usage_error_too()
    {
        var error = (await _project.Tool.JsonAsync(2, "up", "--drynun")).GetProperty("error");

        Assert.Equal(2, error.GetProperty("exitCode").GetInt32());
        Assert.StartsWith("up has no option --drynun.", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, error.GetProperty("leftBehind").ValueKind);
    }

    [Fact]
    public async Task A_name_may_begin_with_an_at_sign_and_no_file_is_read_for_it()
    {
        _project.Migration("001_a", "SELECT 1;").Write("secrets.txt", "hidden");

        var run = await _project.Tool.ExpectAsync(2, "lock", "@secrets.txt");

        Assert.Contains("@secrets.txt", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_lists_every_command_with_the_exit_codes(string option)
    {
        var run = await _project.Tool.ExpectAsync(0, option);

        foreach (string verb in new[] { "init", "add", "up", "status", "lock", "verify", "rename", "rebase", "explain", "info" })
        {
            Assert.Contains($"\n  {verb} ", run.Output, StringComparison.Ordinal);
        }

        Assert.Contains("Exit codes: 0 done", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Help_of_a_command_ends_with_examples_and_asks_for_no_argument()
    {
        var run = await _project.Tool.ExpectAsync(0, "rename", "--help");

        Assert.Contains("Usage: dotnet migrate rename OLD NEW [options]", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nExamples:\n  dotnet migrate rename ", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 130, line));
    }

    [Theory]
    [InlineData("create", "add")]
    [InlineData("migrate", "up")]
    [InlineData("upgrade", "up")]
    [InlineData("verify-migrations", "verify")]
    [InlineData("migration-status", "status")]
    [InlineData("migration-info", "info")]
    [InlineData("current", "status")]
    [InlineData("create-schema", "init")]
    public async Task The_names_of_other_tools_are_understood(string alias, string verb)
    {
        var run = await _project.Tool.ExpectAsync(0, alias, "--help");

        Assert.Contains($"Usage: dotnet migrate {verb} ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var run = await _project.Tool.ExpectAsync(0, "--version");

        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+[^+\\n]*\\n$", run.Output);
    }

    [Theory]
    [InlineData("MIG0001")]
    [InlineData("mig0001")]
    public async Task Explain_prints_the_page_of_the_documentation(string rule)
    {
        var run = await _project.Tool.ExpectAsync(0, "explain", rule);

        Assert.Equal(System.IO.File.ReadAllText(System.IO.Path.Combine(Repository.Root, "docs", "rules", "MIG0001.md")), run.Output);
    }

    [Fact]
    public async Task Explain_of_a_rule_that_is_none_lists_those_that_are()
    {
        var run = await _project.Tool.ExpectAsync(2, "explain", "MIG9999");

        Assert.Contains("There is no rule 'MIG9999'.", run.Error, StringComparison.Ordinal);
        Assert.Contains("MIG0001 Locked migration changed", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Dispose();
}

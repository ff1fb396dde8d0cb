using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Rendering;

/// <summary>The formats that other programs read, as the real tool writes them.</summary>
public sealed class ReportFormatTests : IDisposable
{
    private readonly Project _project = new Project()
        .Migration("001_a, 50%: größer", "CREATE TABLE t (x TEXT DEFAULT 'open);")
        .Migration("002_b", "SELECT 1;\n\nCOMMIT;");

    [Fact]
    public async Task SARIF_has_what_the_schema_of_2_1_0_requires_and_its_references_meet()
    {
        var run = await _project.Tool.ExpectAsync(3, "verify", "--offline", "--format", "sarif");

        using var log = JsonDocument.Parse(run.Output);
        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        var sarif = log.RootElement.GetProperty("runs").EnumerateArray().Single();
        var driver = sarif.GetProperty("tool").GetProperty("driver");
        Assert.Equal("dotnet-migrate", driver.GetProperty("name").GetString());
        string[] rules = driver.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()!).ToArray();
        Assert.Equal(rules.Distinct(), rules);
        var results = sarif.GetProperty("results").EnumerateArray().ToList();
        Assert.True(results.Count >= 2);
        foreach (var result in results)
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
            Assert.Contains(result.GetProperty("level").GetString(), new[] { "error", "warning", "note" });
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            var place = result.GetProperty("locations").EnumerateArray().Single().GetProperty("physicalLocation");
            Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() >= 1);
            Assert.True(place.GetProperty("region").GetProperty("startColumn").GetInt32() >= 1);
            string root = place.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString()!;
            string folder = sarif.GetProperty("originalUriBaseIds").GetProperty(root).GetProperty("uri").GetString()!;
            var file = new Uri(new Uri(folder), place.GetProperty("artifactLocation").GetProperty("uri").GetString());
            Assert.True(file.LocalPath.EndsWith("migrations.lock", StringComparison.Ordinal) || System.IO.File.Exists(file.LocalPath), file.LocalPath);
        }
    }

    [Fact]
    public async Task GitHub_gets_paths_of_its_workspace_and_escaped_properties()
    {
        _project.Tool.With("GITHUB_WORKSPACE", System.IO.Path.GetDirectoryName(_project.Path));

        var run = await _project.Tool.ExpectAsync(3, "verify", "--offline", "--format", "github");

        string folder = System.IO.Path.GetFileName(_project.Path);
        Assert.Contains($"::error file={folder}/migrations/001_a%2C 50%25%3A größer.up.sql,line=1,col=32,title=MIG0103 ", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^::(error|warning|notice) ", line));
    }

    [Fact]
    public async Task Text_ends_with_a_summary_and_MSBuild_lines_do_not()
    {
        var text = await _project.Tool.ExpectAsync(3, "verify", "--offline");
        var lines = await _project.Tool.ExpectAsync(3, "verify", "--offline", "--format", "msbuild");

        Assert.Equal(text.Output[..text.Output.LastIndexOf("2 migrations", StringComparison.Ordinal)], lines.Output);
        Assert.Matches(@"2 migrations, 0 locked: \d+ errors, \d+ warnings?\.\n$", text.Output);
    }

    public void Dispose() => _project.Dispose();
}

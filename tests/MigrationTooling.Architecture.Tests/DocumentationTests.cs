using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>What the documentation names exists.</summary>
public partial class DocumentationTests
{
    public static TheoryData<string> Pages => new(
        Repository.Files(".", "*.md").Where(page => !page.StartsWith("tests/Cases/", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_of_a_page_leads_somewhere(string page)
    {
        string folder = Path.GetDirectoryName(page) ?? "";

        Offences.None(Links(Repository.Read(page)).Where(link => !Leads(page, folder, link)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_script_that_a_page_names_exists_and_can_be_run(string page) =>
        Offences.None(ScriptNames().Matches(Repository.Read(page)).Select(m => m.Groups["path"].Value).Where(script => !CanRun(script)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_of_the_repository_that_a_page_names_exists(string page) =>
        Offences.None(RepositoryPath().Matches(Repository.Read(page)).Select(m => m.Groups["path"].Value)
            .Where(path => !IsPattern().IsMatch(path) && !Repository.Exists(path)));

    [Fact]
    public void The_readme_gives_a_reason_for_each_dependency_and_names_no_other()
    {
        var rows = DependencyRow().Matches(Section("Dependencies")).Select(m => m.Groups["package"].Value);

        Assert.Equal(Versions().Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_dependency_is_used() =>
        Assert.Empty(Versions().Except(
            new[] { "src", "tests", "build" }.SelectMany(folder => Repository.Files(folder, "*.csproj"))
                .SelectMany(project => XDocument.Parse(Repository.Read(project)).Descendants("PackageReference"))
                .Select(reference => (string?)reference.Attribute("Include"))));

    [Fact]
    public void The_list_of_rules_has_every_page_under_its_title()
    {
        var pages = Repository.Files("docs/rules", "MIG*.md").Select(page => Repository.Read(page).Split('\n')[0].TrimStart('#', ' '));
        var rows = RuleRow().Matches(Repository.Read("docs/rules/README.md")).Select(row => $"{row.Groups["id"].Value}: {row.Groups["title"].Value}");

        Assert.Equal(pages, rows);
    }

    [Fact]
    public void The_readme_maps_every_project_of_src()
    {
        string map = Section("Map");

        Assert.All(Repository.Files("src", "*.csproj"), project => Assert.Contains($"`{project.Split('/')[1]}`", map, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_of_docs_can_be_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(["README.md"]);
        while (open.TryPop(out string? page))
        {
            foreach (string target in Links(Repository.Read(page)).Select(l => Resolve(Path.GetDirectoryName(page) ?? "", l)))
            {
                if (target.EndsWith(".md", StringComparison.Ordinal) && Repository.Exists(target) && reached.Add(target))
                {
                    open.Push(target);
                }
            }
        }

        Offences.None(Repository.Files("docs", "*.md").Except(reached));
    }

    [Theory]
    [InlineData("Exit codes", "exit-codes")]
    [InlineData("What the build says", "what-the-build-says")]
    [InlineData("`migrations.lock`, line by line", "migrationslock-line-by-line")]
    public void A_heading_is_linked_by_its_anchor(string heading, string anchor) =>
        Assert.Equal(anchor, Anchor(heading));

    private static IEnumerable<string> Versions() =>
        XDocument.Parse(Repository.Read("Directory.Build.targets")).Descendants("PackageReference").Select(e => (string)e.Attribute("Update")!);

    private static IEnumerable<string> Links(string markdown) =>
        Link().Matches(Fence().Replace(markdown, "")).Select(m => m.Groups["target"].Value).Where(t => !t.Contains("://", StringComparison.Ordinal));

    private static bool Leads(string page, string folder, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? page : Resolve(folder, link);
        return Repository.Exists(target)
            && (parts.Length == 1 || Heading().Matches(Repository.Read(target)).Any(h => Anchor(h.Groups["text"].Value) == parts[1]));
    }

    private static string Resolve(string folder, string link) =>
        Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, link.Split('#')[0]))).Replace('\\', '/');

    private static bool CanRun(string script) =>
        Repository.Exists(script)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(Path.Combine(Repository.Root, script)) & UnixFileMode.UserExecute) != 0);

    // As the forges make them: lower case, spaces to dashes, the rest of the punctuation dropped.
    private static string Anchor(string heading) =>
        NotInAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string Section(string heading)
    {
        string readme = Repository.Read("README.md");
        int start = readme.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"README.md has no section '{heading}'.");
        int end = readme.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? readme[start..] : readme[start..end];
    }

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"(?<![\w/])(\./)?(?<path>build/\w+\.sh|\.ci/run)\b")]
    private static partial Regex ScriptNames();

    [GeneratedRegex(@"`(?<path>(src|tests|samples|build|docs)/[^`\s]+)`")]
    private static partial Regex RepositoryPath();

    // NAME, nnnn, * stand for what the reader chooses.
    [GeneratedRegex(@"NAME|nnnn|\*")]
    private static partial Regex IsPattern();

    [GeneratedRegex(@"^\| \[(?<id>MIG\d+)\]\(\k<id>\.md\) \| (?<title>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex RuleRow();

    [GeneratedRegex(@"^\| `(?<package>[\w.]+)`", RegexOptions.Multiline)]
    private static partial Regex DependencyRow();
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>Core ← Generator, Core ← Tasks, Core ← Runtime ← {Sqlite, Npgsql} ← Cli, and no other arrow.</summary>
public class ArrowTests
{
    private const string Core = "MigrationTooling.Core";
    private const string Generator = "MigrationTooling.Generator";
    private const string Tasks = "MigrationTooling.Tasks";
    private const string Runtime = "MigrationTooling.Runtime";
    private const string Sqlite = "MigrationTooling.Sqlite";
    private const string Npgsql = "MigrationTooling.Npgsql";
    private const string Package = "MigrationTooling";
    private const string Cli = "MigrationTooling.Cli";

    /// <summary>Which of our projects, and which packages, a project file may name.</summary>
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new(StringComparer.Ordinal)
    {
        [Core] = ([], []),
        [Generator] = ([Core], ["Microsoft.CodeAnalysis.CSharp"]),
        [Tasks] = ([Core], ["Microsoft.Build.Utilities.Core"]),
        [Runtime] = ([Core], []),
        [Sqlite] = ([Core, Runtime], ["Microsoft.Data.Sqlite.Core"]),
        [Npgsql] = ([Core, Runtime], ["Npgsql"]),
        // The package has no code: it carries the guard's assemblies and brings the runtime along.
        [Package] = ([Core, Generator, Tasks, Runtime], []),
        [Cli] = ([Core, Runtime, Sqlite, Npgsql], ["System.CommandLine", "Spectre.Console", "SQLitePCLRaw.bundle_e_sqlite3"]),
    };

    /// <summary>How the assemblies of the allowed packages are called, where they aren't called like the package.</summary>
    private static readonly Dictionary<string, string[]> AssembliesOf = new(StringComparer.Ordinal)
    {
        ["Microsoft.CodeAnalysis.CSharp"] = ["Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable", "System.Reflection.Metadata"],
        ["Microsoft.Build.Utilities.Core"] = ["Microsoft.Build.Utilities.Core", "Microsoft.Build.Framework"],
        ["Microsoft.Data.Sqlite.Core"] = ["Microsoft.Data.Sqlite", "SQLitePCLRaw.core"],
        ["SQLitePCLRaw.bundle_e_sqlite3"] = ["SQLitePCLRaw.core", "SQLitePCLRaw.batteries_v2", "SQLitePCLRaw.provider.e_sqlite3"],
    };

    public static TheoryData<string> Projects => new(Repository.Files("src", "*.csproj"));

    [Fact]
    public void Every_project_of_the_product_is_under_this_rule() =>
        Assert.Equal(
            Allowed.Keys.Where(name => Repository.Exists($"src/{name}")).Order(StringComparer.Ordinal),
            Repository.Files("src", "*.csproj").Select(NameOf).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_names_only_what_its_arrows_allow(string project)
    {
        var (projects, packages) = Allowed[NameOf(project)];
        var document = XDocument.Parse(Repository.Read(project));

        Offences.None(Included(document, "ProjectReference").Select(NameOf).Except(projects));
        Offences.None(Included(document, "PackageReference").Except(packages));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_built_assembly_refers_only_to_what_its_arrows_allow(string project)
    {
        string name = NameOf(project);
        foreach (var assembly in ProductAssembly.All.Where(a => a.Name == (name == Cli ? "dotnet-migrate" : name)))
        {
            var (projects, packages) = Allowed[name];
            var allowed = projects.Concat(packages.SelectMany(p => AssembliesOf.GetValueOrDefault(p, [p])));
            Offences.None(assembly.References.Where(r => !IsFramework(name, r)).Except(allowed));
        }
    }

    [Fact]
    public void Each_project_that_has_code_was_read_as_a_built_assembly() =>
        Offences.None(Allowed.Keys.Except([Package, Cli]).Append("dotnet-migrate").Except(ProductAssembly.All.Select(a => a.Name)));

    // Core is held to the one contract assembly of netstandard; anything else would be a package.
    private static bool IsFramework(string project, string reference) =>
        reference == "netstandard"
        || (project is not Core && (reference.StartsWith("System.", StringComparison.Ordinal) || reference is "mscorlib" or "Microsoft.Win32.Primitives")
            && reference != "System.CommandLine");

    private static string NameOf(string path) => path.Split('/', '\\')[^1].Replace(".csproj", "", StringComparison.Ordinal);

    private static IEnumerable<string> Included(XDocument project, string item) =>
        project.Descendants(item).Select(e => (string?)e.Attribute("Include")).OfType<string>();
}

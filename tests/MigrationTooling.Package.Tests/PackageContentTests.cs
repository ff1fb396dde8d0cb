using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>What lies in the packages, and what they say of themselves.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class PackageContentTests(PackedFeed feed)
{
    [Theory]
    [InlineData(
        "MigrationTooling",
        "README.md analyzers/dotnet/cs/MigrationTooling.Core.dll analyzers/dotnet/cs/MigrationTooling.Generator.dll build/MigrationTooling.props build/MigrationTooling.targets"
        + " lib/net10.0/_._ lib/net8.0/_._ tasks/netstandard2.0/MigrationTooling.Core.dll tasks/netstandard2.0/MigrationTooling.Tasks.dll")]
    [InlineData("MigrationTooling.Core", "README.md lib/netstandard2.0/MigrationTooling.Core.dll lib/netstandard2.0/MigrationTooling.Core.xml")]
    [InlineData(
        "MigrationTooling.Runtime",
        "README.md lib/net10.0/MigrationTooling.Runtime.dll lib/net10.0/MigrationTooling.Runtime.xml lib/net8.0/MigrationTooling.Runtime.dll lib/net8.0/MigrationTooling.Runtime.xml")]
    [InlineData(
        "MigrationTooling.Sqlite",
        "README.md lib/net10.0/MigrationTooling.Sqlite.dll lib/net10.0/MigrationTooling.Sqlite.xml lib/net8.0/MigrationTooling.Sqlite.dll lib/net8.0/MigrationTooling.Sqlite.xml")]
    public void A_package_holds_these_files_and_no_others(string id, string files)
    {
        using var package = Open(id, "nupkg");

        var own = package.Entries.Select(entry => entry.FullName)
            .Where(name => name is not "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && !name.EndsWith(".nuspec", StringComparison.Ordinal))
            .ToList();

        // Whole or not at all: not every system that packs can compile ahead.
        string[] ahead = own.Where(name => name.StartsWith("ahead/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        Assert.True(
            ahead.Length == 0 || (id == "MigrationTooling" && ahead.Select(Path.GetFileName).SequenceEqual(["MigrationTooling.Core.dll", "MigrationTooling.Generator.dll", "MigrationTooling.Tasks.dll"])),
            string.Join(' ', ahead));
        own.RemoveAll(ahead.Contains);
        Assert.Equal(files.Split(' '), own.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("MigrationTooling", "net10.0: MigrationTooling.Runtime", "net8.0: MigrationTooling.Runtime")]
    [InlineData("MigrationTooling.Core", ".NETStandard2.0:")]
    [InlineData("MigrationTooling.Runtime", "net10.0: MigrationTooling.Core", "net8.0: MigrationTooling.Core")]
    [InlineData("MigrationTooling.Sqlite", "net10.0: Microsoft.Data.Sqlite.Core MigrationTooling.Runtime", "net8.0: Microsoft.Data.Sqlite.Core MigrationTooling.Runtime")]
    public void A_package_brings_its_layer_and_hides_nothing_from_the_user_s_code(string id, params string[] dependencies)
    {
        var metadata = Metadata(id);

        Assert.Equal(
            dependencies,
            Elements(metadata, "group").Select(group => $"{group.Attribute("targetFramework")!.Value}: {string.Join(' ', group.Elements().Select(d => d.Attribute("id")!.Value).Order(StringComparer.Ordinal))}".TrimEnd()));
        Assert.Empty(Elements(metadata, "developmentDependency"));
    }

    [Theory]
    [InlineData("MigrationTooling")]
    [InlineData("MigrationTooling.Core")]
    [InlineData("MigrationTooling.Runtime")]
    [InlineData("MigrationTooling.Sqlite")]
    [InlineData("dotnet-migrate")]
    public void A_package_says_whose_it_is_and_where_it_comes_from(string id)
    {
        var metadata = Metadata(id);

        Assert.Equal("MIT", Assert.Single(Elements(metadata, "license")).Value);
        Assert.Equal("README.md", Assert.Single(Elements(metadata, "readme")).Value);
        Assert.True(Assert.Single(Elements(metadata, "description")).Value.Length > 20);
        Assert.NotEmpty(Elements(metadata, "tags"));
        var repository = Assert.Single(Elements(metadata, "repository"));
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")!.Value);
        using var package = Open(id, "nupkg");
        using var readme = new StreamReader(package.GetEntry("README.md")!.Open());
        Assert.Contains(id, readme.ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MigrationTooling.Core", "netstandard2.0")]
    [InlineData("MigrationTooling.Runtime", "net10.0", "net8.0")]
    [InlineData("MigrationTooling.Sqlite", "net10.0", "net8.0")]
    public void A_library_has_its_symbols_beside_it(string id, params string[] frameworks)
    {
        using var symbols = Open(id, "snupkg");

        Assert.Equal(
            frameworks.Select(framework => $"lib/{framework}/{id}.pdb"),
            symbols.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".pdb", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_packed_is_validated()
    {
        var run = await ProcessRun.StartAsync(RepositoryFolder.Root, feed.Environment, "dotnet", "msbuild", "src/MigrationTooling.Runtime", "-getProperty:EnablePackageValidation");

        Assert.Contains("true", run.Text, StringComparison.Ordinal);
    }

    private ZipArchive Open(string id, string kind) => ZipFile.OpenRead(Path.Combine(feed.Packages, $"{id}.{feed.Version}.{kind}"));

    private XElement Metadata(string id)
    {
        using var package = Open(id, "nupkg");
        using var nuspec = package.GetEntry(id + ".nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }

    private static System.Collections.Generic.List<XElement> Elements(XElement metadata, string name) =>
        metadata.Descendants().Where(element => element.Name.LocalName == name).ToList();
}

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MigrationTooling.Core.Tests.Cases;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Core.Tests.Checksums;

/// <summary>The worked example of docs/checksums.md: what it says is true of its own bytes, and of the product.</summary>
public class DocumentedExampleTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(CaseFolder.RepositoryRoot, "docs", "checksums.md")).ReplaceLineEndings("\n");

    private static string Script => Block("sql");

    [Fact]
    public void The_product_gives_the_documented_checksums()
    {
        var section = FileFactsReader.Read("a.sql", Script, Dialect.Sqlite).Sections[0];

        Assert.Equal(Value("h1"), section.H1);
        Assert.Equal(Value("s1"), section.S1);
        Assert.Equal(Value("sketch"), section.Sketch.ToString());
    }

    [Fact]
    public void The_documented_records_give_the_documented_s1()
    {
        byte[] bytes = Block("records").TrimEnd('\n').Split('\n').SelectMany(Record).ToArray();

        Assert.Equal(Value("s1"), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal(Value("h1"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script))));
    }

    private static byte[] Record(string line)
    {
        byte[] length = Convert.FromHexString(line[..8]);
        byte[] text = Encoding.UTF8.GetBytes(line.Length > 9 ? line[9..] : "");
        Assert.Equal(int.Parse(line[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture), text.Length);
        return [.. length, .. text];
    }

    private static string Block(string language) => Regex.Match(Page, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private static string Value(string name) => Regex.Match(Page, $"^    {name} +(\\S+)$", RegexOptions.Multiline).Groups[1].Value;
}

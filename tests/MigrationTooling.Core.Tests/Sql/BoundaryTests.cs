using System.IO;
using System.Linq;
using MigrationTooling.Core.Tests.Cases;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Core.Tests.Sql;

/// <summary>
/// The scripts of <c>Cases/Boundaries/</c>, each with what PostgreSQL's own parser says of it beside it; <c>build/oracle/README.md</c> tells how
/// those files are made. They are never written from here.
/// </summary>
public class BoundaryTests
{
    private static string Folder => Path.Combine(CaseFolder.RepositoryRoot, "tests", "MigrationTooling.Core.Tests", "Sql", "Cases", "Boundaries");

    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(Folder, "*.sql").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Statements_begin_and_end_where_PostgreSQLs_parser_sees_it(string name)
    {
        var parser = File.ReadLines(Path.Combine(Folder, name + ".boundaries")).Select(line => string.Join(' ', line.Split(' ').Take(2)));
        Assert.Equal(parser, Boundaries.Of(File.ReadAllText(Path.Combine(Folder, name + ".sql")), Dialect.PostgreSql));
    }

    [Fact]
    public void The_parser_takes_every_script_but_the_one_that_is_about_a_refusal() =>
        Assert.Equal(
            ["ranges.boundaries"],
            Directory.EnumerateFiles(Folder, "*.boundaries").Where(path => File.ReadAllText(path).Contains('!', System.StringComparison.Ordinal)).Select(Path.GetFileName));

    [Fact]
    public void The_scripts_are_there() => Assert.True(Scripts.Count >= 19);
}

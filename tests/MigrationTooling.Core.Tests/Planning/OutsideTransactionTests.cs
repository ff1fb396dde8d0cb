using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using MigrationTooling.Core.Tests.Cases;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public class OutsideTransactionTests
{
    private static IReadOnlyList<string> All { get; } = [.. File.ReadAllText(
            Path.Combine(CaseFolder.RepositoryRoot, "tests", "MigrationTooling.Core.Tests", "Planning", "Cases", "outside-transaction.txt"))
        .Replace("\n ", "\r ", System.StringComparison.Ordinal).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Replace('\r', '\n'))];

    public static TheoryData<string> Lines => [.. All];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_statement_is_known_by_its_form_for_each_server_version(string line)
    {
        string[] parts = line.Split(' ', 3);
        Assert.All(
            new int?[] { 11, 12, 13, 14, 15, 16, 17, 18 },
            version => Assert.Equal((version, Holds(parts[0], version!.Value) ? parts[1] : "None"), (version, KindOf(parts[2], version))));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Without_a_server_what_any_supported_one_refuses_is_outside(string line)
    {
        string[] parts = line.Split(' ', 3);
        Assert.Equal(Enumerable.Range(12, 7).Any(version => Holds(parts[0], version)) ? parts[1] : "None", KindOf(parts[2], null));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void The_warning_of_a_script_in_parts_looks_at_every_statement_of_the_table_and_at_no_other(string line)
    {
        string[] parts = line.Split(' ', 3);
        bool isOutside = Enumerable.Range(12, 7).Any(version => Holds(parts[0], version));

        var facts = FileFactsReader.Read("1_a.up.sql", $"SELECT 1;\n{parts[2]};\n", Dialect.PostgreSql);

        Assert.Equal(isOutside ? ["MIG0115"] : [], facts.Problems.Select(p => p.RuleId));
    }

    [Fact]
    public void Every_kind_has_a_line() =>
        Assert.Empty(System.Enum.GetNames<OutsideKind>().Except(All.Select(line => line.Split(' ')[1])).Except(["Reindex", "ClusterTable", "Call"]));

    [Theory]
    [InlineData("CALL p()", "Call")]
    [InlineData("DO $$BEGIN COMMIT; END$$", "Call")]
    [InlineData("REINDEX TABLE t", "Reindex")]
    [InlineData("REINDEX TABLE CONCURRENTLY t", "ReindexConcurrently")]
    [InlineData("CLUSTER t", "ClusterTable")]
    [InlineData("CREATE TABLE t (a int)", "None")]
    public void What_only_the_server_knows_is_outside_where_the_script_says_so(string statement, string kind)
    {
        Assert.Equal(kind, KindOf(statement, 15, new MigrationOptions(Transaction: false)));
        Assert.Equal(statement.Contains("CONCURRENTLY", System.StringComparison.Ordinal) ? kind : "None", KindOf(statement, 15));
    }

    private static string KindOf(string statement, int? version, MigrationOptions? options = null)
    {
        var plan = UnitPlanner.Plan(new StringReader(statement), TextPlace.Start, options ?? MigrationOptions.Default, Dialect.PostgreSql, serverVersion: version);
        var unit = Assert.Single(plan.Units);
        Assert.Equal(unit.Kind == OutsideKind.None, unit.InTransaction);
        return unit.Kind.ToString();
    }

    private static bool Holds(string versions, int version) => versions switch
    {
        "always" => true,
        "never" => false,
        _ when versions[^1] == '+' => version >= int.Parse(versions[..^1], CultureInfo.InvariantCulture),
        _ => version <= int.Parse(versions[..^1], CultureInfo.InvariantCulture),
    };
}

using System.Linq;
using Xunit;

namespace MigrationTooling.Core.Tests.Sql;

public class ScriptCaseTests
{
    public static TheoryData<string> Cases => ScriptCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_reads_as_its_golden_file_says(string name) =>
        ScriptCases.Compare(name, Reading.Describe(ScriptCases.Text(name), ScriptCases.DialectOf(name)));

    [Fact]
    public void The_cases_are_there() => Assert.True(ScriptCases.Names.Count() >= 40);
}

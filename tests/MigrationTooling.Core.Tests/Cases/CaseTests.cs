using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MigrationTooling.Core.Tests.Cases;

public sealed class CaseTests
{
    public static TheoryData<string> Names => [.. CaseFolder.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_is_judged_as_it_expects(string name)
    {
        var folder = new CaseFolder(name);
        var lines = folder.Judge().Findings.Select(CaseFolder.Line).ToList();
        if (Environment.GetEnvironmentVariable("MIGRATIONTOOLING_UPDATE_CASES") == "1")
        {
            File.WriteAllText(folder.ExpectedPath, string.Concat(lines.Select(line => line + "\n")));
        }

        Assert.Equal(File.ReadAllLines(folder.ExpectedPath), lines);
    }

    [Fact]
    public void There_are_healthy_cases_and_failing_ones()
    {
        var expected = CaseFolder.Names.Select(name => new FileInfo(new CaseFolder(name).ExpectedPath).Length).ToList();

        Assert.Contains(0, expected);
        Assert.Contains(expected, length => length > 0);
    }
}

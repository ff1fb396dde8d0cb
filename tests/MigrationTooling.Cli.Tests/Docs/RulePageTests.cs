using System.Linq;
using MigrationTooling.Cli.Commands;
using MigrationTooling.Rules;
using Xunit;

namespace MigrationTooling.Cli.Tests.Docs;

public sealed class RulePageTests
{
    [Fact]
    public void The_tool_carries_the_page_of_every_rule_and_no_other()
    {
        var pages = typeof(ExplainCommand).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("rules/", System.StringComparison.Ordinal)).Order();

        Assert.Equal(RuleTable.All.Select(rule => $"rules/{rule.Id}.md"), pages);
    }
}

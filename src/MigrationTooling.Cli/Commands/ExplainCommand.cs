using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary>Prints a rule's page.</summary>
internal sealed class ExplainCommand : Verb
{
    private readonly Argument<string> _rule = new("RULE") { Description = "The rule's id, e.g. MIG0001." };

    public ExplainCommand()
        : base("explain", "Prints a rule's page: what it finds, why that matters, and every way out.")
    {
        _rule.CompletionSources.Add(_ => RuleTable.All.Select(rule => new CompletionItem(rule.Id)));
        Arguments.Add(_rule);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate explain MIG0001", "Why a locked migration may not change, and the three ways out."),
    ];

    public override Task<int> RunAsync(Invocation invocation)
    {
        string asked = invocation.Value(_rule)!;
        var rule = RuleTable.Find(asked) ?? throw CommandFailure.Usage(
            $"There is no rule '{asked}'.",
            "The rules are:\n" + string.Join('\n', RuleTable.All.Select(r => $"  {r.Id} {r.Title}")));
        string page = Page(rule);
        invocation.Terminal.ResultText(!invocation.IsJson ? page : JsonText.Write(json =>
        {
            json.WriteString("rule", rule.Id);
            json.WriteString("title", rule.Title);
            json.WriteString("severity", FindingLine.Word(rule.Severity));
            json.WriteString("category", rule.Category);
            json.WriteString("page", page);
        }));
        return Task.FromResult(ExitCode.Done);
    }

    private static string Page(Rule rule)
    {
        using var stream = typeof(ExplainCommand).Assembly.GetManifestResourceStream($"rules/{rule.Id}.md")
            ?? throw new InvalidOperationException($"The tool was built without the page of {rule.Id}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

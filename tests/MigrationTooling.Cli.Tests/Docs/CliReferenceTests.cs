using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Docs;

public sealed class CliReferenceTests
{
    private const string Begin = "<!-- made from the parser; MIGRATIONTOOLING_UPDATE_DOCS=1 dotnet test writes it -->\n";

    [Fact]
    public void Docs_cli_md_is_what_the_parser_says()
    {
        string path = Path.Combine(Repository.Root, "docs", "cli.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        Assert.True(begin >= 0, "docs/cli.md lost the line after which its reference begins.");
        string expected = text[..(begin + Begin.Length)] + "\n" + CliReference.Markdown(new CommandTree());
        if (Environment.GetEnvironmentVariable("MIGRATIONTOOLING_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }

        Assert.Equal(expected, text);
    }

    [Fact]
    public void Every_verb_explains_itself_with_examples_that_parse_to_it()
    {
        var tree = new CommandTree();
        foreach (var verb in tree.Verbs)
        {
            Assert.NotEmpty(verb.Examples);
            Assert.All(verb.Arguments.Select(a => a.Description).Concat(verb.Options.Select(o => o.Description)).Append(verb.Description), text => Assert.EndsWith(".", text, StringComparison.Ordinal));
            foreach (var example in verb.Examples)
            {
                var parsed = PrintedCommand.Parse(example.CommandLine, tree);
                Assert.Empty(parsed.Errors);
                Assert.Same(verb, parsed.CommandResult.Command);
            }
        }
    }

    [Fact]
    public void No_two_verbs_share_a_name_and_no_two_options_of_a_verb_do()
    {
        var tree = new CommandTree();
        var names = tree.Verbs.SelectMany(v => v.Aliases.Append(v.Name)).ToList();
        Assert.Equal(names.Distinct().Count(), names.Count);
        foreach (var verb in tree.Verbs)
        {
            var options = verb.Options.Concat(tree.Global.All).SelectMany(o => o.Aliases.Append(o.Name)).ToList();
            Assert.Equal(options.Distinct().Count(), options.Count);
        }
    }
}

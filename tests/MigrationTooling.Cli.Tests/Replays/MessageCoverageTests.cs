using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>
/// No message escapes: of every text in the source that prints a command, a scenario runs into the message with the real tool and does
/// what it says. A new message fails here until <see cref="Scene.FollowAsync"/> is called for each of its commands.
/// </summary>
public sealed class MessageCoverageTests
{
    /// <summary>Texts that name a command and ask nobody to run it.</summary>
    private static readonly (string File, string Words, string Why)[] Mentions =
    [
        ("InitCommand.cs", "The database address from --database-url can't be used", "says what was typed"),
        ("MigrationFolder.cs", "The migrations come from", "says what was typed"),
        ("ResolveCommand.cs", "resolve needs --as: completed, pending or failed.", "the command follows in the next line, and is replayed"),
        ("LockCheck.cs", "lines change only by", "says who may have written the line"),
        ("Databases.cs", "--schema names a schema", "says what was typed"),
        ("LeftSessions.cs", "can be interrupted", "a server session that does not end for half a minute after it was told to"),
        ("Remedies.cs", "keep the history elsewhere", "a right that only a server's administrator gives"),
        ("SqliteScriptWriter.cs", "Foreign keys are not compared", "a comment in a script"),
        ("ResolveRun.cs", "Say why", "an argument of the library's method; the tool insists on it before, and that is replayed"),
        ("ProveGuardRan.cs", "The migrations were not checked", "the package's own build error; tests of the package break it and read the message"),
        ("ScriptRun.cs", "Written by", "the head of a script"),
        ("DownScriptRun.cs", "Written by", "the head of a script"),
    ];

    [Fact]
    public void Every_command_of_every_message_is_replayed()
    {
        var followed = Followed().ToHashSet();

        var open = PrintedMessages.All.Where(m => !IsMention(m))
            .SelectMany(m => m.Commands.Select((command, i) => (Message: m, Number: i, Command: command)))
            .Where(c => !followed.Contains((c.Message, c.Number)))
            .Select(c => $"{c.Message}\n    command {c.Number}: {c.Command}")
            .ToList();

        Assert.True(open.Count == 0, "No scenario in tests/MigrationTooling.Cli.Tests/Replays follows these (Scene.FollowAsync):\n" + string.Join('\n', open));
    }

    [Fact]
    public void Every_mention_is_still_there() =>
        Assert.All(Mentions, m => Assert.Contains(PrintedMessages.All, p => p.File == m.File && p.Has(m.Words)));

    [Fact]
    public void The_search_finds_the_messages()
    {
        Assert.True(PrintedMessages.All.Count > 90, $"Only {PrintedMessages.All.Count} messages were found: the search is broken.");
        Assert.Equal(["dotnet migrate add NAME", "dotnet migrate lock --accept * --reason \"…\""], PrintedMessages.Get("ChangeRules.cs", "this statement is not in the locked text").Commands);
    }

    private static bool IsMention(PrintedMessage message) => Mentions.Any(m => m.File == message.File && message.Has(m.Words));

    // Every call of FollowAsync, and every [Replays] of a scenario that follows by other means, in all test projects.
    private static IEnumerable<(PrintedMessage Message, int Command)> Followed() =>
        PrintedMessages.Trees("tests").SelectMany(tree => tree.Root.DescendantNodes()).Select(Arguments).OfType<IReadOnlyList<ExpressionSyntax>>()
            .Where(arguments => arguments.Count >= 2 && arguments[0] is LiteralExpressionSyntax && arguments[1] is LiteralExpressionSyntax)
            .Select(arguments => (
                PrintedMessages.Get(Value(arguments[0]), Value(arguments[1])),
                arguments.Count > 2 && arguments[2] is LiteralExpressionSyntax number ? (int)number.Token.Value! : 0));

    private static IReadOnlyList<ExpressionSyntax>? Arguments(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "FollowAsync" } } call =>
            call.ArgumentList.Arguments.Where((a, i) => i < 3 && a.NameColon is null or { Name.Identifier.Text: "command" }).Select(a => a.Expression).ToArray(),
        AttributeSyntax { Name: IdentifierNameSyntax { Identifier.Text: "Replays" } } attribute =>
            attribute.ArgumentList!.Arguments.Select(a => a.Expression).ToArray(),
        _ => null,
    };

    private static string Value(ExpressionSyntax literal) => ((LiteralExpressionSyntax)literal).Token.ValueText;
}

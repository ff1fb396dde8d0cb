using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MigrationTooling.Cli.Tests.Support;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>
/// Every text of the product's source that prints a command, read by the compiler's own parser so that none is overlooked: literals,
/// interpolations, concatenations, and whatever names a member of <c>MendingCommand</c>. Help pages are documentation, whose commands
/// another test gives to the parser: a verb's summary, its examples, the descriptions of its options.
/// </summary>
internal static partial class PrintedMessages
{
    private const string Commands = "MendingCommand";

    // The commands themselves, whose users are the messages; help, which is documentation; programs for shells.
    private static readonly string[] Elsewhere = [Commands + ".cs", "HelpText.cs", "CompletionScripts.cs"];

    private static readonly Lazy<IReadOnlyList<PrintedMessage>> Found = new(() => Trees("src").SelectMany(Messages).Distinct().ToArray());

    private static readonly Lazy<IReadOnlyDictionary<string, ExpressionSyntax>> Members = new(ReadMembers);

    public static IReadOnlyList<PrintedMessage> All => Found.Value;

    /// <summary>The one message of a file that has the words.</summary>
    public static PrintedMessage Get(string file, string words)
    {
        var found = All.Where(m => m.File == file && m.Has(words)).ToArray();
        var exact = found.Where(m => m.Text == words).ToArray();
        return found.Length == 1 ? found[0] : exact.Length == 1 ? exact[0]
            : throw new InvalidOperationException($"{found.Length} messages of {file} have the words '{words}':\n{string.Join('\n', found.AsEnumerable())}");
    }

    public static IEnumerable<(string File, SyntaxNode Root)> Trees(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Generated().IsMatch(Path.GetRelativePath(Repository.Root, file)))
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot()));

    private static IEnumerable<PrintedMessage> Messages((string File, SyntaxNode Root) tree) => Elsewhere.Contains(tree.File) ? [] :
        tree.Root.DescendantNodes().OfType<ExpressionSyntax>()
            .Where(IsText)
            .Select(Whole)
            .Distinct()
            .Where(whole => !IsHelp(whole))
            .SelectMany(whole => Lines(Text(whole)).Select(text => (Text: text, Beside: Beside(whole))))
            .Where(m => PrintedMessage.Carries(m.Text) && !OptionAlone().IsMatch(m.Text) && !WhatWasTyped().IsMatch(m.Text))
            .Select(m => new PrintedMessage(tree.File, m.Text, m.Beside));

    private static bool IsText(ExpressionSyntax node) =>
        node is InterpolatedStringExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression }
        || node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: Commands }, Name.Identifier.Text: not "Word" };

    // Branches of a condition are texts of their own.
    private static ExpressionSyntax Whole(ExpressionSyntax node) => node.Parent switch
    {
        InvocationExpressionSyntax call when call.Expression == node => Whole(call),
        ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } => Whole((ExpressionSyntax)node.Parent),
        InterpolationSyntax { Parent: InterpolatedStringExpressionSyntax outer } => Whole(outer),
        _ => node,
    };

    // A message and its way out are neighbours in an argument list or a tuple; of a branch, the condition is.
    private static string Beside(ExpressionSyntax node)
    {
        var place = node.AncestorsAndSelf().First(n => n is ArgumentSyntax or StatementSyntax or MemberDeclarationSyntax or ArrowExpressionClauseSyntax or SwitchExpressionArmSyntax);
        return place is ArgumentSyntax argument
            && argument.Parent!.ChildNodes().TakeWhile(n => n != argument).OfType<ArgumentSyntax>().FirstOrDefault(a => IsText(a.Expression) || a.Expression is ConditionalExpressionSyntax) is { Expression: var before }
            ? string.Join(PrintedMessage.Or, Branches(before).Select(Text))
            : "";
    }

    private static IEnumerable<ExpressionSyntax> Branches(ExpressionSyntax node) =>
        node is ConditionalExpressionSyntax choice ? Branches(choice.WhenTrue).Concat(Branches(choice.WhenFalse)) : [node];

    private static bool IsHelp(ExpressionSyntax node) =>
        node.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "Description" or "HelpName" } }
        || node.Ancestors().Any(a => a is PropertyDeclarationSyntax { Identifier.Text: "Examples" })
        || node.Ancestors().Any(a => a is ConstructorInitializerSyntax) && node.Ancestors().OfType<ClassDeclarationSyntax>().Any(c => c.BaseList?.Types[0].Type.ToString() == "Verb")
        || node.Ancestors().OfType<PropertyDeclarationSyntax>().Any(p => p.Parent is ClassDeclarationSyntax { Identifier.Text: "GlobalOptions" });

    // Of a text of many lines each is a message; of SQL, what stands in double quotes.
    private static IEnumerable<string> Lines(string text) => text.Contains("CONSTRAINT \"", StringComparison.Ordinal)
        ? text.Split('\n').Select(line => Quoted().Match(line) is { Success: true } quoted ? quoted.Groups[1].Value : "")
        : [text.TrimEnd('\n')];

    private static string Text(ExpressionSyntax node) => node switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(part => part switch
        {
            InterpolatedStringTextSyntax plain => plain.TextToken.ValueText.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal),
            InterpolationSyntax hole => Text(hole.Expression),
            _ => "*",
        })),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => Text(sum.Left) + Text(sum.Right),
        ParenthesizedExpressionSyntax inner => Text(inner.Expression),
        InvocationExpressionSyntax call => Text(call.Expression),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: Commands } } member => Member(member.Name.Identifier.Text),
        IdentifierNameSyntax name when node.SyntaxTree.FilePath == Commands => Member(name.Identifier.Text),
        _ => "*",
    };

    private static string Member(string name) => name != "Word" && Members.Value.TryGetValue(name, out var expression) ? Text(expression) : "*";

    private static Dictionary<string, ExpressionSyntax> ReadMembers()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "src", "MigrationTooling.Core", "Rules", Commands + ".cs"));
        var root = CSharpSyntaxTree.ParseText(source, path: Commands).GetRoot();
        var members = root.DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .Where(v => v.Initializer is not null)
            .ToDictionary(v => v.Identifier.Text, v => v.Initializer!.Value);
        foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(m => m.ExpressionBody is not null))
        {
            members.Add(method.Identifier.Text, method.ExpressionBody!.Expression);
        }

        return members;
    }

    [GeneratedRegex(@"(^|[\\/])(bin|obj)[\\/]")]
    private static partial Regex Generated();

    [GeneratedRegex(@"^--?[a-z-]+[=:]?[a-z]*$")]
    private static partial Regex OptionAlone();

    // "--format x is unknown": the option is the subject of the sentence, not a way out.
    [GeneratedRegex(@"^--[a-z-]+ (?!.*dotnet migrate)")]
    private static partial Regex WhatWasTyped();

    [GeneratedRegex("\"([^\"\n]+)\"")]
    private static partial Regex Quoted();
}

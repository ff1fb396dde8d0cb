using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>
/// Using directives stand in the order that <c>dotnet format</c> gives them. It finds that out for itself by compiling everything again;
/// the rest of what it checks is checked by the build (styles, analyzers) and without compiling (white space).
/// </summary>
public sealed partial class UsingOrderTests
{
    [Fact]
    public void Using_directives_are_in_order() =>
        Offences.None(new[] { "src", "tests", "build", "samples" }.SelectMany(folder => Repository.Files(folder, "*.cs")).Where(file => !IsInOrder(Repository.Read(file))));

    [Theory]
    [InlineData("using System;\nusing System.IO;\nusing Abc;\n", true)]
    [InlineData("using Abc;\nusing System;\n", false)]
    [InlineData("using System.Text;\nusing System.IO;\n", false)]
    [InlineData("// why\nusing Abc.D;\n\nusing Abc.Def;\nusing Abcd;\n", true)]
    [InlineData("using Abcd;\nusing Abc.Def;\n", false)]
    [InlineData("using System;\nusing static System.Math;\nusing Zero = Abc.Zero;\n", true)]
    [InlineData("using static System.Math;\nusing System;\n", false)]
    [InlineData("using Zero = Abc.Zero;\nusing static System.Math;\n", false)]
    [InlineData("using System;\n\nnamespace N;\n\nusing var a = b;\nusing var A = b;\n", true)]
    public void The_rule_on_their_order_tells_them_apart(string code, bool inOrder) => Assert.Equal(inOrder, IsInOrder(code));

    private static bool IsInOrder(string code)
    {
        string[] directives = [.. code.Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            .TakeWhile(line => Directive().IsMatch(line))];
        return directives.SequenceEqual(directives.Order(Comparer<string>.Create(Compare)));
    }

    private static int Compare(string left, string right)
    {
        var (l, r) = (Directive().Match(left), Directive().Match(right));
        int kind = Kind(l).CompareTo(Kind(r));
        return kind != 0 ? kind : Names(l).Zip(Names(r), CompareNames).FirstOrDefault(order => order != 0, Names(l).Length.CompareTo(Names(r).Length));
    }

    private static int Kind(Match directive) => directive.Groups["alias"].Success ? 2 : directive.Groups["static"].Success ? 1 : 0;

    private static string[] Names(Match directive) => (directive.Groups["alias"].Success ? directive.Groups["alias"] : directive.Groups["name"]).Value.Split('.');

    private static int CompareNames(string left, string right) =>
        left == right ? 0
        : left == "System" ? -1
        : right == "System" ? 1
        : string.Compare(left, right, StringComparison.OrdinalIgnoreCase) is var order and not 0 ? order : string.CompareOrdinal(right, left);

    [GeneratedRegex(@"^using (?<static>static )?(?:(?<alias>\w+) = )?(?<name>[\w.:<>,\[\]? ]+);")]
    private static partial Regex Directive();
}

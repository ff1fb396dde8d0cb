using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>A text of the source that a user may see and that prints commands. What is filled in at run time is <c>*</c>.</summary>
/// <param name="File">The source file's name.</param>
/// <param name="Text">The text.</param>
/// <param name="Beside">The sentence it is the way out of, where the two are given together; empty where it stands alone.</param>
internal sealed partial record PrintedMessage(string File, string Text, string Beside)
{
    /// <summary>Stands between sentences of which one is said.</summary>
    public const char Or = '¦';

    /// <summary>The commands, and the options that stand without one, in the order in which they are printed.</summary>
    public IReadOnlyList<string> Commands => Command().Matches(Text).Select(m => m.Value).ToArray();

    public static bool Carries(string text) => Command().IsMatch(text);

    public bool Has(string words) => ToString().Contains(words, StringComparison.Ordinal) || Text.Contains(words, StringComparison.Ordinal);

    /// <summary>Finds the text in what the tool said; null where it is not in it. The groups <c>c0</c>, <c>c1</c>, … are the commands as they were filled in.</summary>
    public Match? In(string output)
    {
        // A failed statement is shown at its place instead of the sentence.
        if (!output.Contains("): error SQLITE_", StringComparison.Ordinal) && !Beside.Split(Or).Any(sentence => Regex.IsMatch(output, Pattern(sentence, @"[\s\S]*?"))))
        {
            return null;
        }

        int number = 0;
        string pattern = string.Concat(Parts().Select(part => part.IsCommand ? $"(?<c{number++}>{Pattern(part.Text, @"[^\n]*?")})" : Pattern(part.Text, @"[\s\S]*?")));
        return Regex.Match(output, pattern + @"(?=[.,)""\s]|$)") is { Success: true } match ? match : null;
    }

    public override string ToString() => $"{File}: {(Beside.Length > 0 ? Beside + " ⇒ " : "")}{Text.Replace("\n", "⏎", StringComparison.Ordinal)}";

    private IEnumerable<(string Text, bool IsCommand)> Parts()
    {
        int at = 0;
        foreach (Match command in Command().Matches(Text))
        {
            yield return (Text[at..command.Index], false);
            yield return (command.Value, true);
            at = command.Index + command.Length;
        }

        yield return (Text[at..], false);
    }

    private static string Pattern(string text, string hole) => string.Join(hole, text.Split('*').Select(Regex.Escape));

    // The first word behind the verb that is plain prose ends a command, unless an option takes it; a full stop ends the sentence.
    [GeneratedRegex("""
        \bgit\ (?:add|commit|fetch|init|merge|rebase|restore|switch|checkout)\b (?: \ [^\s"'`\\<();,]+ )*
        | (?: \bdotnet\ migrate\ [a-z*-]+ | \bdotnet\ (?:restore|build|tool)\b )
            (?: \ (?: "[^"\n]*" | \*\.\. | \.\.\* | --[a-z-]+(?:\ (?:completed|pending|failed|file|history)\b)? | (?![a-z]+(?:[\s.,)]|$))[^\s"'`\\<();,]+?(?=$|[.:,)]?(?:[\s,)]|$)) ) )*
        | (?<![\w-]) --[a-z][a-z-]+ (?: \ [A-Z|]+\b | \ (?:file|history|system|bundled)\b )?
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Command();
}

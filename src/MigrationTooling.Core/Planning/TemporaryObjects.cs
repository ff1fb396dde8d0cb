using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using MigrationTooling.Model;
using MigrationTooling.Sql;

namespace MigrationTooling.Planning;

/// <summary>Follows the temporary objects of a script from unit to unit, by their names. A name that only looks like one costs a resume, never a row.</summary>
internal sealed class TemporaryObjects
{
    private static readonly Regex Creation = new(
        @"\ACREATE\s+(?:TEMP(?:ORARY)?\s+(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:temp\s*\.\s*)?|TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?""?temp""?\s*\.\s*)(?:""(?<name>[^""]+)""|\[(?<name>[^\]]+)\]|`(?<name>[^`]+)`|(?<name>\w+))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly Dictionary<string, TemporaryUse> _known = new(StringComparer.OrdinalIgnoreCase);

    public bool IsAnyKnown => _known.Count > 0;

    public EquatableList<TemporaryUse> UsedAcrossUnits => _known.Values.Where(t => t.LastNamed > t.Made).ToEquatableList();

    /// <summary>True where a CREATE makes a temporary table, view or trigger.</summary>
    public static bool IsMadeBy(SqlStatement create) =>
        create.Keywords.Count > 1 && (create.Keywords[1] is "TEMP" or "TEMPORARY" || (create.Keywords[1] == "TABLE" && Creation.IsMatch(create.Text)));

    /// <summary>A statement of a unit.</summary>
    public void Take(SqlStatement statement, int unit)
    {
        foreach (var known in _known.Values.Where(t => t.LastNamed < unit && Names(statement.Text, t.Name)).ToArray())
        {
            _known[known.Name] = known with { LastNamed = unit };
        }

        if (statement.Keywords.Count > 0 && statement.Keywords[0] == "CREATE" && Creation.Match(statement.Text) is { Success: true } made)
        {
            string name = made.Groups["name"].Value;
            _known[name] = new TemporaryUse(name, unit, unit);
        }
    }

    private static bool Names(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int end = at + word.Length;
            if ((at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}

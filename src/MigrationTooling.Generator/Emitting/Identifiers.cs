using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace MigrationTooling.Generator.Emitting;

/// <summary>C# names out of names that people gave to files and projects.</summary>
internal static class Identifiers
{
    // A constant of such a name would hide what every class has, or bear its own class's name.
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "Ids", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    };

    /// <summary>Every part made an identifier, as the SDK's own templates do: <c>My-App.2D</c> becomes <c>My_App._2D</c>.</summary>
    public static string Namespace(string name) =>
        string.Join(".", name.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(part => Escape(Make(part))));

    /// <summary>Keywords get their <c>@</c>.</summary>
    public static string Escape(string identifier) =>
        !IsNumber(identifier) && (SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(identifier) != SyntaxKind.None)
            ? "@" + identifier
            : identifier;

    /// <summary>
    /// One identifier per id, in the order given. Two ids that come out alike keep their order: the later ones get
    /// <c>_2</c>, <c>_3</c> …, so that a migration added at the end renames no constant that code already uses.
    /// </summary>
    public static IReadOnlyList<string> ForIds(IReadOnlyList<string> ids)
    {
        string[] natural = ids.Select(Make).ToArray();
        var owners = new HashSet<string>(natural, StringComparer.Ordinal);
        var used = new HashSet<string>(Taken, StringComparer.Ordinal);
        var names = new string[natural.Length];
        for (int i = 0; i < natural.Length; i++)
        {
            names[i] = Escape(used.Add(natural[i]) ? natural[i] : Numbered(natural[i]));
        }

        return names;

        string Numbered(string stem)
        {
            string name;
            int number = 2;
            do
            {
                name = stem + "_" + number++;
            }
            while (owners.Contains(name) || !used.Add(name));
            return name;
        }
    }

    /// <summary>True for what nearly all ids are: ASCII letters, digits and underscores, which need no look at Unicode's tables.</summary>
    public static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or '_'))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    /// <summary>An underscore and a digit, as nearly all ids come out: no keyword begins so.</summary>
    private static bool IsNumber(string identifier) => identifier.Length > 1 && identifier[0] == '_' && identifier[1] is >= '0' and <= '9';

    /// <summary>Text for a documentation comment.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Make(string text)
    {
        if (IsPlain(text))
        {
            return text[0] is >= '0' and <= '9' ? "_" + text : text;
        }

        var identifier = new StringBuilder(text.Length + 1);
        foreach (char c in text)
        {
            // Formatting characters are legal but ignored when names are compared, so they can't tell two ids apart.
            bool fits = SyntaxFacts.IsIdentifierPartCharacter(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format;
            identifier.Append(fits ? c : '_');
        }

        if (identifier.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(identifier[0]))
        {
            identifier.Insert(0, '_');
        }

        return identifier.ToString();
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Sql;

namespace MigrationTooling.Planning;

/// <summary>
/// How a statement begins, as the table writes it: <c>WORD</c>, <c>ONE|OTHER</c>, <c>[OPTIONAL]</c>, <c>[()]</c> for optional parentheses,
/// <c>(OPTION)</c> for parentheses that hold this option and do not switch it off, <c>(ONE|OTHER=ANY)</c> for any value of one of these,
/// <c>NAME</c> for a name, <c>...</c> for anything, <c>END</c> for the statement's end.
/// </summary>
internal sealed class StatementForm
{
    private static readonly string[] Off = ["false", "off", "no", "0"];

    private readonly string[] _parts;
    private readonly string[] _needed;
    private readonly (string Option, bool Value)[] _unless;

    public StatementForm(string form, string unless)
    {
        _parts = form.Split(' ');
        _needed = [.. _parts.Where(p => p is not ("NAME" or "END" or "CONCURRENTLY") && p.All(char.IsLetter))];
        _needed = form.Contains("CONCURRENTLY") ? [.. _needed, "CONCURRENTLY"] : _needed;
        _unless = [.. unless.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(u => (u.Split('=')[0], !Off.Contains(u.Split('=')[1])))];
    }

    public string FirstWord => _parts[0];

    /// <summary>False where a word is missing; spares most statements the lexer.</summary>
    public bool CanMatch(SqlStatement statement)
    {
        foreach (string word in _needed)
        {
            if (statement.Text.IndexOf(word, StringComparison.OrdinalIgnoreCase) < 0)
            {
                return false;
            }
        }

        return true;
    }

    public bool Matches(StatementWords words)
    {
        int at = 0;
        for (int i = 0; i < _parts.Length; i++)
        {
            int next = _parts[i] == "..." ? Find(words, at, _parts[i + 1]) : Behind(words, at, _parts[i]);
            if (next < 0)
            {
                return false;
            }

            at = next;
        }

        return !_unless.Any(u => Options(words, at).Any(o => o.Name == u.Option && o.Value == u.Value));
    }

    /// <summary>The place behind this part of the form; -1 where it does not stand here.</summary>
    private static int Behind(StatementWords words, int at, string part)
    {
        bool isOptional = part[0] == '[';
        part = isOptional ? part.Substring(1, part.Length - 2) : part;
        int behind = part switch
        {
            "END" => at == words.Tokens.Count ? at : -1,
            "NAME" => words.BehindName(at) is var end && end > at ? end : -1,
            "()" => words.BehindParentheses(at) is var end && end > at ? end : -1,
            _ when part[0] == '(' => BehindOption(words, at, part.Substring(1, part.Length - 2)),
            _ => part.Split('|').Any(word => words.At(at) is { } token && token.Is(word)) ? at + 1 : -1,
        };
        return behind < 0 && isOptional ? at : behind;
    }

    private static int Find(StatementWords words, int at, string word)
    {
        for (int i = at; i < words.Tokens.Count; i = Math.Max(i + 1, words.BehindParentheses(i)))
        {
            if (words.Tokens[i].Is(word))
            {
                return i;
            }
        }

        return -1;
    }

    private static int BehindOption(StatementWords words, int at, string option)
    {
        string[] sides = option.Split('=');
        string[] names = sides[0].ToLowerInvariant().Split('|');
        int behind = words.BehindParentheses(at);
        bool holds = behind > at && Options(words, at, behind).Any(o => names.Contains(o.Name) && (o.Value || sides.Length > 1));
        return holds ? behind : -1;
    }

    private static IEnumerable<(string Name, bool Value)> Options(StatementWords words, int at)
    {
        for (int i = at; i < words.Tokens.Count; i++)
        {
            int behind = words.BehindParentheses(i);
            if (behind > i)
            {
                return Options(words, i, behind);
            }
        }

        return [];
    }

    /// <summary>The options in parentheses: <c>name</c>, <c>name value</c> or <c>name = value</c>, parted by commas.</summary>
    private static IEnumerable<(string Name, bool Value)> Options(StatementWords words, int open, int behind)
    {
        for (int i = open + 1; i < behind; i++)
        {
            var option = new List<string>();
            for (; i < behind - 1 && !words.Tokens[i].Is(","); i++)
            {
                option.Add(words.Tokens[i].Value.ToLowerInvariant());
            }

            if (option.Count > 0)
            {
                yield return (option[0], option.Count == 1 || !Off.Contains(option[option.Count - 1]));
            }
        }
    }
}

using System;
using System.Collections.Generic;
using System.Text;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>
/// Finds the first statement that can't be in a transaction in a script that has others too: such a script is applied in parts. Keeps the
/// words of those statements only whose first ones make it possible: an index that is built in the ordinary way is no longer looked at behind
/// its third word, for nearly every script has one.
/// </summary>
/// <param name="dialect">How the script is written.</param>
internal sealed class MixedStatements(Dialect dialect)
{
    private const int MostTokens = 64;
    private static readonly string[] First = ["CREATE", "DROP", "ALTER", "REINDEX", "VACUUM", "CLUSTER", "DISCARD", "SET", "RESET", "LOAD", "ATTACH", "DETACH", "PRAGMA"];
    private static readonly string[] Second = ["INDEX", "UNIQUE", "DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM"];
    private static readonly string[] SecondOfAlter = ["TABLE", "DATABASE", "SUBSCRIPTION", "SYSTEM"];
    private static readonly string[] Index = ["INDEX"];
    private static readonly string[] Concurrently = ["CONCURRENTLY"];

    private List<string>? _keywords;
    private StringBuilder? _text;
    private int _tokens = -1; // of the statement that is looked at; -1 for one that is not
    private string _first = ""; // its first word
    private string _second = ""; // and the second, where that is one of those looked for
    private bool _isConcurrent; // it holds that word
    private bool _hasOthers;
    private (TextPlace Place, string Name)? _outside;

    /// <summary>True once no further token of the statement is looked at.</summary>
    public bool IsSettled => _tokens is < 0 or >= MostTokens;

    /// <summary>A token of a statement.</summary>
    public void Token(StatementScanner scanner)
    {
        if (scanner.IsFirst)
        {
            _first = "";
            _second = "";
            _isConcurrent = false;
            _tokens = 0;
        }

        if (_tokens < 0 || _tokens >= MostTokens)
        {
            return;
        }

        var cursor = scanner.Cursor;
        string? word = null;
        if (Expected() is { } expected)
        {
            word = scanner.IsWord ? Found(cursor, expected) : null;
            if (word is null)
            {
                _tokens = -1;
                return;
            }
        }

        if (_tokens++ == 0)
        {
            _first = word!;
            return;
        }

        if (_tokens == 2)
        {
            Keep(_first);
            _second = word ?? "";
        }

        _text!.Append(cursor.Buffer, cursor.TokenStart, cursor.TokenLength).Append(' ');
        _isConcurrent |= scanner.IsWord && Found(cursor, Concurrently) is not null;
        if (scanner.IsWord && _keywords!.Count < SqlStatement.MaxKeywords)
        {
            _keywords.Add(word ?? new string(cursor.Buffer, cursor.TokenStart, cursor.TokenLength).ToUpperInvariant());
        }
    }

    /// <summary>Begins to keep a statement's text: most are given up before.</summary>
    private void Keep(string first)
    {
        _text = (_text ?? new StringBuilder()).Clear().Append(first).Append(' ');
        _keywords ??= new List<string>(SqlStatement.MaxKeywords);
        _keywords.Clear();
        _keywords.Add(first);
    }

    /// <summary>The words of which the next token has to be one, for the statement to be looked at any longer; null where it may be anything.</summary>
    private string[]? Expected() => _tokens switch
    {
        0 => First,
        1 when _first is "CREATE" or "DROP" => Second,
        1 when _first == "ALTER" => SecondOfAlter,
        2 when _second == "UNIQUE" => Index,
        2 when _second == "INDEX" => Concurrently,
        3 when _second == "UNIQUE" => Concurrently,
        _ => null,
    };

    /// <summary>The statement has ended.</summary>
    public void StatementEnd(StatementScanner scanner, TextPlace place)
    {
        if (scanner.Control != TransactionControl.None)
        {
            return;
        }

        // A table's change is none of these without that word.
        if (_tokens < 0 || (_second == "TABLE" && !_isConcurrent))
        {
            _hasOthers = true;
            return;
        }

        if (_tokens == 1)
        {
            Keep(_first);
        }

        var statement = new SqlStatement(_text!.ToString(), place, _keywords!.ToEquatableList(), 0, scanner.Control, scanner.HasCopyData);
        var placement = StatementPlacement.Of(statement, dialect);
        if (placement.IsOption || StatementPlacement.SetsSessionOnly(statement, dialect))
        {
            return;
        }

        _hasOthers |= placement.InTransaction;
        _outside ??= placement.InTransaction ? null : (place, placement.Kind == OutsideKind.None ? _first : placement.Kind.Words());
    }

    /// <summary>What is found, once the script was read; one that says <c>transaction:false</c> means it.</summary>
    public void Finish(MigrationOptions options, ICollection<FileProblem> problems)
    {
        if (_outside is var (place, name) && _hasOthers && options.Transaction)
        {
            problems.Add(new FileProblem(
                FileRuleIds.Mixed,
                place,
                $"{name} can't be in a transaction, and this script has other statements: it is applied in parts, each committed by itself.",
                "Give it a migration of its own, so that each is applied as a whole or not at all."));
        }
    }

    /// <summary>Which of these words the token is; null for none of them.</summary>
    private static string? Found(ScriptCursor cursor, string[] words)
    {
        foreach (string word in words)
        {
            int i = word.Length == cursor.TokenLength ? 0 : -1;
            while (i >= 0 && i < word.Length)
            {
                // Words are of ASCII's letters, where the two cases differ in this bit.
                i = (cursor.Buffer[cursor.TokenStart + i] & ~0x20) == word[i] ? i + 1 : -1;
            }

            if (i == word.Length)
            {
                return word;
            }
        }

        return null;
    }
}

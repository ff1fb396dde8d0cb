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
/// words of those statements only whose first two make it possible.
/// </summary>
/// <param name="dialect">How the script is written.</param>
internal sealed class MixedStatements(Dialect dialect)
{
    private const int MostTokens = 64;
    private static readonly string[] First = ["CREATE", "DROP", "ALTER", "REINDEX", "VACUUM", "CLUSTER", "DISCARD", "SET", "RESET", "LOAD", "ATTACH", "DETACH", "PRAGMA"];
    private static readonly string[] Second = ["INDEX", "UNIQUE", "DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM"];
    private static readonly string[] SecondOfAlter = ["TABLE", "DATABASE", "SUBSCRIPTION", "SYSTEM"];

    private readonly StringBuilder _text = new();
    private readonly List<string> _keywords = new(SqlStatement.MaxKeywords);
    private int _tokens = -1; // of the statement that is kept; -1 for one that is not
    private bool _hasOthers;
    private (TextPlace Place, string Name)? _outside;

    /// <summary>A token of a statement.</summary>
    public void Token(StatementScanner scanner)
    {
        var cursor = scanner.Cursor;
        if (scanner.IsFirst)
        {
            _text.Clear();
            _keywords.Clear();
            _tokens = scanner.IsWord && Is(cursor, First) ? 0 : -1;
        }
        else if (_tokens == 1 && _keywords[0] is "CREATE" or "DROP" or "ALTER" && !(scanner.IsWord && Is(cursor, _keywords[0] == "ALTER" ? SecondOfAlter : Second)))
        {
            _tokens = -1;
        }

        if (_tokens < 0 || _tokens >= MostTokens)
        {
            return;
        }

        _tokens++;
        _text.Append(cursor.Buffer, cursor.TokenStart, cursor.TokenLength).Append(' ');
        if (scanner.IsWord && _keywords.Count < SqlStatement.MaxKeywords)
        {
            _keywords.Add(new string(cursor.Buffer, cursor.TokenStart, cursor.TokenLength).ToUpperInvariant());
        }
    }

    /// <summary>The statement has ended.</summary>
    public void StatementEnd(StatementScanner scanner, TextPlace place)
    {
        if (scanner.Control != TransactionControl.None)
        {
            return;
        }

        if (_tokens < 0)
        {
            _hasOthers = true;
            return;
        }

        var statement = new SqlStatement(_text.ToString(), place, _keywords.ToEquatableList(), 0, scanner.Control, scanner.HasCopyData);
        var placement = StatementPlacement.Of(statement, dialect);
        if (placement.IsOption || StatementPlacement.SetsSessionOnly(statement, dialect))
        {
            return;
        }

        _hasOthers |= placement.InTransaction;
        _outside ??= placement.InTransaction ? null : (place, placement.Kind == OutsideKind.None ? _keywords[0] : placement.Kind.Words());
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

    private static bool Is(ScriptCursor cursor, string[] words)
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
                return true;
            }
        }

        return false;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Sql;

/// <summary>
/// Follows <c>SET standard_conforming_strings</c>, the one setting that decides where a statement ends: while it is off, a backslash escapes
/// inside of plain strings, and <c>'\'</c> is not closed. PostgreSQL reads what follows the statement so; the splitter has to read it the same.
/// </summary>
internal sealed class StringSyntax
{
    private const string Setting = "standard_conforming_strings";

    private readonly List<string> _words = [];
    private bool _session;
    private bool? _local; // until the transaction ends

    /// <summary>True while a backslash escapes in every string.</summary>
    public bool BackslashEscapes => _local ?? _session;

    /// <summary>A token of a SET or RESET.</summary>
    public void Token(char[] buffer, int start, int length) => _words.Add(new string(buffer, start, length).Trim('\'', '"').ToLowerInvariant());

    /// <summary>The statement has ended.</summary>
    public void EndStatement(TransactionControl control)
    {
        if (control is TransactionControl.Commit or TransactionControl.Rollback)
        {
            _local = null;
        }

        if (_words.Count > 0)
        {
            bool isLocal = _words.ElementAtOrDefault(1) == "local";
            Set(isLocal, [.. _words.Where((word, i) => i != 1 || word is not ("local" or "session"))]);
            _words.Clear();
        }
    }

    private void Set(bool isLocal, string[] words)
    {
        bool? escapes = words.Length == 2 && words[0] == "reset" && (words[1] is "all" or Setting) ? false
            : words.Length == 4 && words[0] == "set" && words[1] == Setting ? IsOff(words[3])
            : null;
        if (escapes is null)
        {
            return;
        }

        _local = isLocal ? escapes : null;
        _session = isLocal ? _session : escapes.Value;
    }

    // PostgreSQL takes every beginning of these words that means one value only.
    private static bool IsOff(string value) =>
        value == "0" || value is "of" or "off" or "n" or "no"
        || (value.Length > 0 && "false".StartsWith(value, StringComparison.Ordinal));
}

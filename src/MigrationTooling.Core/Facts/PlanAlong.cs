using System;
using System.Collections.Generic;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>
/// Makes a section's plan for SQLite while its facts are read. Keeps the text of those statements only that the plan looks into. PostgreSQL's
/// plan asks which server it is for, and looks into nearly every statement.
/// </summary>
/// <param name="section">The section; null for the whole file.</param>
/// <param name="dialect">The dialect that the file is read in: SQLite or both.</param>
/// <param name="start">Where the section begins in its file.</param>
internal sealed class PlanAlong(Direction? section, Dialect dialect, TextPlace start) : IDisposable
{
    private readonly List<string> _keywords = new(SqlStatement.MaxKeywords);
    private PlanMaker? _maker;
    private bool _keepsText;
    private int _length;

    /// <summary>A token of a statement.</summary>
    /// <param name="scanner">Stands at it.</param>
    /// <param name="options">The section's options, which are complete once its first statement begins.</param>
    public void Token(StatementScanner scanner, MigrationOptions options)
    {
        _maker ??= Maker(options);
        var cursor = scanner.Cursor;
        if (scanner.IsFirst)
        {
            _keywords.Clear();
            _keepsText = true;
            cursor.Pin();
        }

        if (scanner.IsWord && _keywords.Count < SqlStatement.MaxKeywords)
        {
            _keywords.Add(new string(cursor.Buffer, cursor.TokenStart, cursor.TokenLength).ToUpperInvariant());
            if (_keywords.Count == 1 && !_maker.Reads(_keywords[0]))
            {
                _keepsText = false;
                cursor.Unpin();
            }
        }

        if (_keepsText)
        {
            _length = cursor.PinnedLength;
        }
    }

    /// <summary>The statement has ended.</summary>
    /// <param name="scanner">Stands at its end.</param>
    /// <param name="place">Where it begins.</param>
    /// <param name="hash">The SHA-256 over its tokens.</param>
    public void StatementEnd(StatementScanner scanner, TextPlace place, byte[] hash)
    {
        string text = _keepsText ? scanner.Cursor.PinnedText(_length) : "";
        scanner.Cursor.Unpin();
        _maker!.Take(new SqlStatement(text, place, _keywords.ToEquatableList(), 0, scanner.Control, scanner.HasCopyData), hash);
    }

    /// <summary>The plan; null where the rules that the file was read by can't tell how its database cuts it.</summary>
    /// <param name="scanner">At the section's end.</param>
    /// <param name="options">The section's options.</param>
    /// <param name="todo">Where a section without statements says that it waits to be written.</param>
    public MadePlan? Finish(StatementScanner scanner, MigrationOptions options, TextPlace? todo)
    {
        _maker ??= Maker(options);
        var plan = _maker.Finish(scanner.Unterminated, todo);

        // The rules of both make other tokens of some operators, and with several units their hashes count.
        bool holds = dialect != Dialect.Both || (scanner.IsLikeSqlite && plan.Units.Count == 1);
        return holds ? new MadePlan(section, Dialect.Sqlite, plan) : null;
    }

    public void Dispose() => _maker?.Dispose();

    private PlanMaker Maker(MigrationOptions options) => new(start, options, Dialect.Sqlite, serverVersion: null);
}

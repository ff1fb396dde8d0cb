using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>
/// Makes a section's plans while its facts are read, one for each database that it may be for. Keeps the text of those statements only that a
/// plan looks into.
/// </summary>
/// <param name="section">The section; null for the whole file.</param>
/// <param name="dialect">The dialect that the file is read in.</param>
/// <param name="start">Where the section begins in its file.</param>
internal sealed class PlanAlong(Direction? section, Dialect dialect, TextPlace start) : IDisposable
{
    private readonly List<string> _keywords = new(SqlStatement.MaxKeywords);
    private (Dialect Database, PlanMaker Maker)[]? _makers;
    private bool _keepsText;
    private int _length;

    /// <summary>True while the statement's next word is one of its keywords.</summary>
    public bool WantsWords => _keywords.Count < SqlStatement.MaxKeywords;

    /// <summary>A token of a statement.</summary>
    /// <param name="scanner">Stands at it.</param>
    /// <param name="options">The section's options, which are complete once its first statement begins.</param>
    public void Token(StatementScanner scanner, MigrationOptions options)
    {
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
            if (_keywords.Count == 1 && !Makers(options).Any(m => m.Maker.Reads(_keywords[0])))
            {
                _keepsText = false;
                cursor.Unpin();
            }
        }

        Passed(scanner);
    }

    /// <summary>The statement goes on to where the scanner stands.</summary>
    public void Passed(StatementScanner scanner)
    {
        if (_keepsText)
        {
            _length = scanner.Cursor.PinnedLength;
        }
    }

    /// <summary>The statement has ended.</summary>
    /// <param name="scanner">Stands at its end.</param>
    /// <param name="options">The section's options.</param>
    /// <param name="place">Where it begins.</param>
    /// <param name="hash">The SHA-256 over its tokens.</param>
    public void StatementEnd(StatementScanner scanner, MigrationOptions options, TextPlace place, byte[] hash)
    {
        string text = _keepsText ? scanner.Cursor.PinnedText(_length) : "";
        scanner.Cursor.Unpin();
        var statement = new SqlStatement(text, place, _keywords.ToEquatableList(), 0, scanner.Control, scanner.HasCopyData);
        foreach (var (_, maker) in Makers(options))
        {
            maker.Take(statement, hash);
        }
    }

    /// <summary>The plans; none for a database of which the rules that the file was read by can't tell how it cuts it.</summary>
    /// <param name="scanner">At the section's end.</param>
    /// <param name="options">The section's options.</param>
    /// <param name="todo">Where a section without statements says that it waits to be written.</param>
    public IReadOnlyList<MadePlan> Finish(StatementScanner scanner, MigrationOptions options, TextPlace? todo) =>
        Makers(options)
            .Select(m => new MadePlan(section, m.Database, m.Maker.Finish(scanner.Unterminated, todo)))
            .Where(made => Holds(made, scanner))
            .ToArray();

    public void Dispose()
    {
        foreach (var (_, maker) in _makers ?? [])
        {
            maker.Dispose();
        }
    }

    private bool Holds(MadePlan made, StatementScanner scanner) => made.Dialect == Dialect.Sqlite
        // The rules of both make other tokens of some operators, and with several units their hashes count.
        ? dialect == Dialect.Sqlite || (scanner.IsLikeSqlite && made.Plan.Units.Count == 1)
        // What every supported server runs in one transaction needs no look at which server it is.
        : (dialect == Dialect.PostgreSql || scanner.IsLikePostgreSql)
            && made.Plan.Units.Count == 1 && made.Plan.Units[0].InTransaction && made.Plan.Refusals.Count == 0;

    private (Dialect Database, PlanMaker Maker)[] Makers(MigrationOptions options) => _makers ??= dialect switch
    {
        Dialect.Both => [Maker(Dialect.Sqlite, options), Maker(Dialect.PostgreSql, options)],
        _ => [Maker(dialect, options)],
    };

    private (Dialect Database, PlanMaker Maker) Maker(Dialect database, MigrationOptions options) => (database, new PlanMaker(start, options, database, serverVersion: null));
}

using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Sql;

namespace MigrationTooling.Planning;

/// <summary>Where a statement may run, and what it leaves behind in the session.</summary>
/// <param name="InTransaction">False where the engine refuses it inside a transaction.</param>
/// <param name="LeavesSessionState">It changes the connection itself, which outlives COMMIT and ROLLBACK.</param>
/// <param name="ForeignKeys">A PRAGMA foreign_keys, which is read as an option and never run: what it sets.</param>
internal sealed record StatementPlacement(bool InTransaction = true, bool LeavesSessionState = false, bool? ForeignKeys = null)
{
    private static readonly StatementPlacement Ordinary = new();
    private static readonly StatementPlacement Outside = new(InTransaction: false);
    private static readonly StatementPlacement SessionOutside = new(InTransaction: false, LeavesSessionState: true);
    private static readonly StatementPlacement Session = new(LeavesSessionState: true);
    private static readonly char[] PragmaSeparators = [' ', '\t', '\n', '\r', '=', '(', ')', '\'', '"', '`', '[', ']', '.'];
    // What they set lies in the file, not in the session; the others answer and set nothing.
    private static readonly string[] PragmasOfTheFile =
        ["user_version", "application_id", "schema_version", "journal_mode", "wal_checkpoint", "incremental_vacuum", "optimize"];

    private static readonly string[] PragmasOutside = ["journal_mode", "synchronous", "wal_checkpoint", "locking_mode"];

    /// <summary>True where the statement is not run at all.</summary>
    public bool IsOption => ForeignKeys is not null;

    /// <summary>True where the statement sets the session and nothing else, so that a resumed run has to repeat it though its unit is committed.</summary>
    public static bool SetsSessionOnly(SqlStatement statement, Dialect dialect) =>
        dialect == Dialect.PostgreSql ? PostgreSqlSession.IsOnlySetBy(statement) : dialect == Dialect.Sqlite && statement.Keywords.Count > 0 && statement.Keywords[0] switch
        {
            "ATTACH" or "DETACH" => true,
            "PRAGMA" => PragmaWords(statement.Text) is { Count: > 1 } words && words[0] != "foreign_keys" && !PragmasOfTheFile.Contains(words[0]),
            _ => false,
        };

    /// <summary>What it is that keeps it out of a transaction.</summary>
    public OutsideKind Kind { get; init; }

    /// <summary>Where a statement may run.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="dialect">The database's dialect.</param>
    /// <param name="isDeclared">The script says <c>transaction:false</c>.</param>
    /// <param name="serverVersion">The server's major version, where it is known.</param>
    public static StatementPlacement Of(SqlStatement statement, Dialect dialect, bool isDeclared = false, int? serverVersion = null) =>
        dialect == Dialect.Sqlite ? OnSqlite(statement) : OnPostgreSql(statement, isDeclared, serverVersion);

    private static StatementPlacement OnPostgreSql(SqlStatement statement, bool isDeclared, int? serverVersion)
    {
        var kind = OutsideTransaction.Of(statement, isDeclared, serverVersion);
        bool leavesState = PostgreSqlSession.IsLeftBy(statement);
        return kind == OutsideKind.None ? leavesState ? Session : Ordinary : new StatementPlacement(InTransaction: false, leavesState) { Kind = kind };
    }

    private static StatementPlacement OnSqlite(SqlStatement statement)
    {
        var keywords = statement.Keywords;
        return (keywords.Count > 0 ? keywords[0] : "") switch
        {
            "VACUUM" => Outside,
            "ATTACH" or "DETACH" => SessionOutside,
            "PRAGMA" => Pragma(statement.Text),
            "CREATE" when TemporaryObjects.IsMadeBy(statement) => Session,
            _ => Ordinary,
        };
    }

    private static StatementPlacement Pragma(string text)
    {
        var words = PragmaWords(text);
        return words.Count > 1 && words[0] == "foreign_keys" ? new StatementPlacement(ForeignKeys: IsOn(words))
            : words.Count > 0 && PragmasOutside.Contains(words[0]) ? SessionOutside
            : Session;
    }

    /// <summary>Name and value, the schema left out.</summary>
    private static List<string> PragmaWords(string text)
    {
        var words = text.Split(PragmaSeparators, StringSplitOptions.RemoveEmptyEntries).Select(w => w.ToLowerInvariant()).Skip(1).ToList();
        if (words.Count > 1 && words[0] is "main" or "temp")
        {
            words.RemoveAt(0);
        }

        return words;
    }

    // SQLite takes on, true, yes and every integer but zero for true, anything else for false.
    private static bool IsOn(List<string> words) =>
        words[1] is "on" or "true" or "yes" || (int.TryParse(words[1], out int number) && number != 0);
}

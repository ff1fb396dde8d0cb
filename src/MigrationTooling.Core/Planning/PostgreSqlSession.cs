using System;
using MigrationTooling.Sql;

namespace MigrationTooling.Planning;

/// <summary>What outlives a transaction on a PostgreSQL connection.</summary>
internal static class PostgreSqlSession
{
    /// <summary>True where the statement sets the session and nothing else, beyond its transaction: a resumed run has to repeat it.</summary>
    public static bool IsOnlySetBy(SqlStatement statement) => Word(statement, 0) switch
    {
        "SET" => Word(statement, 1) is not ("LOCAL" or "TRANSACTION" or "CONSTRAINTS"),
        "RESET" => true,
        "LOAD" => true,
        "SELECT" => Has(statement, SetConfig.Name) && SetConfig.IsAllOf(statement),
        _ => false,
    };

    /// <summary>True where it sets the session to something that can't be set again: what it computes may be another value by then.</summary>
    public static bool SetsOnce(SqlStatement statement) =>
        Word(statement, 0) == "SELECT" && Has(statement, SetConfig.Name) && SetConfig.OutlivesTransaction(statement) && !SetConfig.IsAllOf(statement);

    /// <summary>True where the connection is another one afterwards: settings, temporary objects, prepared statements, listeners, held cursors.</summary>
    public static bool IsLeftBy(SqlStatement statement) => IsOnlySetBy(statement) || Word(statement, 0) switch
    {
        "PREPARE" or "LISTEN" or "DISCARD" => true,
        "DECLARE" => Has(statement, "HOLD"),
        "CREATE" => Word(statement, 1) is "TEMP" or "TEMPORARY" || (Word(statement, 1) is "LOCAL" or "GLOBAL" && Word(statement, 2) is "TEMP" or "TEMPORARY")
            || Has(statement, "pg_temp"),
        "SELECT" => Has(statement, SetConfig.Name) || TakesSessionLock(statement),
        _ => false,
    };

    /// <summary>Whether more of a statement that begins with this keyword is looked at than its keywords.</summary>
    public static bool Reads(string firstKeyword) => firstKeyword is "DECLARE" or "CREATE" or "SELECT";

    /// <summary>True where it takes an advisory lock that no transaction's end frees.</summary>
    public static bool TakesSessionLock(SqlStatement statement) =>
        Has(statement, "pg_advisory_lock") || Has(statement, "pg_try_advisory_lock");

    private static string Word(SqlStatement statement, int index) => statement.Keywords.Count > index ? statement.Keywords[index] : "";

    private static bool Has(SqlStatement statement, string word) => statement.Text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}

using System;

namespace MigrationTooling.Model;

/// <summary>The words that name a dialect in lock headers, settings and file names.</summary>
public static class Dialects
{
    /// <summary>The word written in the lock's header and in JSON: <c>sqlite</c>, <c>postgresql</c> or <c>both</c>.</summary>
    public static string Word(this Dialect dialect) => dialect switch
    {
        Dialect.Sqlite => "sqlite",
        Dialect.PostgreSql => "postgresql",
        _ => "both",
    };

    /// <summary>Reads <see cref="Word"/> back; also the spellings file names use (<c>sqlite3</c>, <c>postgres</c>, <c>pg</c>). Null when unknown.</summary>
    public static Dialect? Parse(string word)
    {
        if (word is null)
        {
            throw new ArgumentNullException(nameof(word));
        }

        return word.ToLowerInvariant() switch
        {
            "sqlite" or "sqlite3" => Dialect.Sqlite,
            "postgresql" or "postgres" or "pg" or "pgsql" => Dialect.PostgreSql,
            "both" => Dialect.Both,
            _ => null,
        };
    }
}

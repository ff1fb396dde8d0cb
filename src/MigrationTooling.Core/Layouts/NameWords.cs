using System;
using System.Collections.Generic;
using MigrationTooling.Model;

namespace MigrationTooling.Layouts;

/// <summary>The words at the end of a file name that carry meaning (<c>.postgres.autocommit.up</c>), and what is left of the name without them.</summary>
internal sealed class NameWords
{
    private static readonly HashSet<string> ForeignDialects = new(StringComparer.OrdinalIgnoreCase)
    {
        "mysql", "mariadb", "cockroach", "cockroachdb", "crdb", "mssql", "sqlserver", "oracle", "db2", "h2", "duckdb",
        "clickhouse", "snowflake", "spanner", "redshift", "cassandra", "yugabyte",
    };

    public string Rest { get; private set; } = "";

    public Direction? Direction { get; private set; }

    public bool TwoDirections { get; private set; }

    public Dialect? Variant { get; private set; }

    public string? ForeignDialect { get; private set; }

    public bool OutsideTransaction { get; private set; }

    /// <summary>Takes known words off the end, in any order and each kind once; empty ones (double dots) count for nothing.</summary>
    public static NameWords Peel(string stem)
    {
        var words = new NameWords();
        int end = stem.Length;
        while (end > 0)
        {
            int dot = stem.LastIndexOf('.', end - 1);
            if (!words.Take(stem.Substring(dot + 1, end - dot - 1), first: dot < 0))
            {
                break;
            }

            end = Math.Max(dot, 0);
        }

        words.Rest = stem.Substring(0, end);
        return words;
    }

    private bool Take(string word, bool first)
    {
        if (word.Length > 0 && !IsLetter(word[0]))
        {
            // Every word below begins with a letter, and nearly every name with a number.
            return false;
        }

        switch (word.ToLowerInvariant())
        {
            case "":
                return true;
            case "up":
                return TakeDirection(Model.Direction.Up);
            case "down" or "rollback":
                return TakeDirection(Model.Direction.Down);
            case "migration" when first:
                return true;
            case "autocommit" when !OutsideTransaction:
                return OutsideTransaction = true;
        }

        if (Variant is not null || ForeignDialect is not null)
        {
            return false;
        }

        if (ForeignDialects.Contains(word))
        {
            ForeignDialect = word.ToLowerInvariant();
            return true;
        }

        Variant = Dialects.Parse(word) is var dialect and not Dialect.Both ? dialect : null;
        return Variant is not null;
    }

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private bool TakeDirection(Direction direction)
    {
        TwoDirections |= Direction is not null && Direction != direction;
        Direction ??= direction;
        return true;
    }
}

using System.Globalization;
using System.Linq;
using MigrationTooling.Model;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>Migrations whose every statement leaves one row in a table without a key: a statement that ran twice, or not at all, shows.</summary>
public static class WitnessMigrations
{
    public const int StatementsEach = 3;

    public static ManifestBuilder Manifest(int count)
    {
        var manifest = new ManifestBuilder(Dialect.Sqlite).Add("0_witness", "CREATE TABLE witness (what TEXT);");
        foreach (int i in Enumerable.Range(1, count))
        {
            string n = i.ToString(CultureInfo.InvariantCulture);
            manifest.Add(
                $"{n}_step",
                $"""
                CREATE TABLE t{n} (id INTEGER);
                INSERT INTO witness VALUES ('{n}a');
                INSERT INTO witness VALUES ('{n}b');
                INSERT INTO witness VALUES ('{n}c');
                """);
        }

        return manifest;
    }

    /// <summary>A migration whose down has two units, each of which leaves two rows.</summary>
    public static ManifestBuilder WithDown() => new ManifestBuilder(Dialect.Sqlite)
        .Add("0_witness", "CREATE TABLE witness (what TEXT);")
        .Add(
            "1_two",
            "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);",
            """
            BEGIN;
            INSERT INTO witness VALUES ('a1');
            DROP TABLE b;
            INSERT INTO witness VALUES ('a2');
            COMMIT;
            BEGIN;
            INSERT INTO witness VALUES ('b1');
            DROP TABLE a;
            INSERT INTO witness VALUES ('b2');
            COMMIT;
            """);

    /// <summary>A migration that writes more than SQLite's page cache holds, so that pages reach the file before the commit.</summary>
    public static ManifestBuilder Heavy() => new ManifestBuilder(Dialect.Sqlite)
        .Add("0_witness", "CREATE TABLE witness (what TEXT);")
        .Add(
            "1_heavy",
            """
            INSERT INTO witness
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            SELECT i || hex(zeroblob(500)) FROM n;
            """);
}

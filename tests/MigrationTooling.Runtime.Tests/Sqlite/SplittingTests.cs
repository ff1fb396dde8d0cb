using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>SQLite is asked itself where a statement ends: a script run through our splitter leaves the schema and the rows that SQLite's own leaves.</summary>
public sealed class SplittingTests : SqliteTest
{
    public static TheoryData<string> Scripts => new(
        "CREATE TABLE t (a INTEGER, b TEXT DEFAULT 'x;''y', \"c;d\" TEXT, [e;\"f] TEXT, `g``;h` TEXT);INSERT INTO t (a, \"c;d\") VALUES (1, '-- no comment'), (2, '/* nor this */');;;",
        "CREATE TABLE t (a);\n;;\n/* ; */ -- ;\n;INSERT INTO t VALUES (';'),('''');INSERT INTO t SELECT 1 --;\n;\nINSERT INTO t VALUES (2) /* the ; end */",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT); CREATE TABLE log (what);"
        + "CREATE TRIGGER deep AFTER UPDATE OF a ON t WHEN CASE WHEN new.a THEN CASE new.b WHEN 1 THEN 0 END END IS NULL BEGIN "
        + "UPDATE t SET b = CASE WHEN a = 1 THEN CASE b WHEN 2 THEN CASE WHEN 1 THEN 3 END END END WHERE id = new.id;"
        + "INSERT INTO log SELECT CASE WHEN 1 THEN 'END;' ELSE \"end\" END FROM (SELECT 1 AS \"end\"); END;"
        + "INSERT INTO t VALUES (1, 0, 2); UPDATE t SET a = 1;",
        "CREATE TABLE \"begin\" (\"end\" INT); CREATE TRIGGER \"case\" AFTER INSERT ON \"begin\" BEGIN DELETE FROM \"begin\" WHERE \"end\" = CASE new.\"end\" WHEN 1 THEN 1 END; END; INSERT INTO \"begin\" VALUES (1), (2);",
        "CREATE TABLE t (a); CREATE TEMP TABLE s (a); CREATE TEMP TRIGGER x AFTER INSERT ON main.t BEGIN INSERT INTO s VALUES (new.a); END; INSERT INTO t VALUES (1); INSERT INTO t SELECT a + 1 FROM s;",
        "CREATE TABLE t (a); CREATE VIEW v (x) AS SELECT a FROM t; CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.x || ';'); END; INSERT INTO v VALUES ('a');",
        "CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'unicode61 separators '';''', prefix='2 3'); INSERT INTO docs VALUES ('a;b', 'c');"
        + "CREATE VIRTUAL TABLE box USING rtree(id, min_x, max_x, +note TEXT); INSERT INTO box VALUES (1, 0, 1, ';');",
        "CREATE TABLE größe (ü TEXT, \"naïve; 😀\" TEXT);\nINSERT INTO größe VALUES ('ß;', '😀');\n",
        "CREATE TABLE t (a BLOB); INSERT INTO t VALUES (x'3b27'), (X'2D2D');\fINSERT INTO t VALUES (0x3b), (.5e-1), (1e5);\t",
        "CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) INSERT INTO t SELECT i FROM n; EXPLAIN QUERY PLAN SELECT ';' FROM t; REINDEX; ANALYZE;",
        "SAVEPOINT s; CREATE TABLE t (a); INSERT INTO t VALUES (1); ROLLBACK TO s; CREATE TABLE u (a); RELEASE s;",
        "CREATE TABLE t (a, \"end\", [begin]); CREATE INDEX i ON t (a COLLATE NOCASE) WHERE a <> ';'; ALTER TABLE t RENAME COLUMN \"end\" TO [x;y]; INSERT INTO t ([x;y]) VALUES ('$$;$$'), ('E''\\'), ('$1;');");

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_leaves_what_SQLites_own_splitting_leaves(string script)
    {
        using var alone = new SqliteUnderTest();
        alone.Execute(script);

        await Up(Manifest().Add("1_script", script));

        Assert.Equal(Left(alone), Left(Database));
        Assert.Equal("completed", Scalar("SELECT state FROM __migrations"));
    }

    private static List<string> Left(SqliteUnderTest database)
    {
        const string Ours = "name NOT LIKE '\\_\\_migrations%' ESCAPE '\\' AND tbl_name NOT LIKE '\\_\\_migrations%' ESCAPE '\\'";
        var left = database.Query($"SELECT type, name, tbl_name, sql FROM sqlite_master WHERE {Ours} ORDER BY type, name").ToList();
        foreach (string table in database.Query($"SELECT name FROM sqlite_master WHERE type = 'table' AND {Ours} AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"))
        {
            left.AddRange(database.Query($"SELECT * FROM \"{table.Replace("\"", "\"\"", System.StringComparison.Ordinal)}\"").Select(row => table + ": " + row));
        }

        return left;
    }
}

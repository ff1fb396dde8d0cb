using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>Scripts of every kind run statement by statement as they were split, and errors are found in them.</summary>
public sealed class StatementTests : SqliteTest
{
    [Fact]
    public async Task Triggers_views_virtual_tables_and_quoted_names_run_as_written()
    {
        await Up(Manifest().Add(
            "1_all",
            """
            CREATE TABLE "a;b" (id INTEGER PRIMARY KEY, [c d] TEXT, `e` TEXT DEFAULT 'x;''y');
            CREATE VIRTUAL TABLE docs USING fts5(title, body);
            CREATE TRIGGER tr AFTER INSERT ON "a;b" BEGIN
              INSERT INTO docs VALUES (new.[c d], CASE WHEN new.id > 0 THEN 'yes; no' ELSE 'no' END);
              UPDATE "a;b" SET e = 'done;' WHERE id = new.id;
            END;
            CREATE VIEW v AS SELECT [c d], e FROM "a;b"; -- a ; in a comment
            INSERT INTO "a;b" ([c d]) VALUES ('hello');
            """));

        Assert.Equal("hello|done;", Scalar("SELECT * FROM v"));
        Assert.Equal("yes; no", Scalar("SELECT body FROM docs WHERE docs MATCH 'hello'"));
    }

    [Fact]
    public async Task A_statement_keeps_its_inner_comments_in_the_schema()
    {
        await Up(Manifest().Add("1_t", "/* before */ CREATE TABLE t (\n  a INTEGER, -- the key\n  b TEXT\n)"));

        Assert.Equal("CREATE TABLE t (\n  a INTEGER, -- the key\n  b TEXT\n)", Scalar("SELECT sql FROM sqlite_master WHERE name = 't'"));
    }

    [Theory]
    [InlineData("CREATE TABLE t (id INTEGER);\nSELECT\n  nope FROM t;", 3, 3, "SQLITE_ERROR")]
    [InlineData("CREATE TABLE t (id INTEGER);\n\nINSERT INTO t\n  (id, nope) VALUES (1, 2);", 4, 8, "SQLITE_ERROR")]
    [InlineData("SELECT 1;\n  CREATE TABLE t (id INTEGER,);", 2, 30, "SQLITE_ERROR")]
    [InlineData("-- frei: äöü\nSELECT 'äöü', (1 +) ;", 2, 19, "SQLITE_ERROR")]
    [InlineData("SELECT select_not FROM (SELECT 1 AS a)\n GROUP BY FROM;", 2, 11, "SQLITE_ERROR")]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY);\nINSERT INTO t VALUES (1);\n INSERT INTO t VALUES (1);", 3, 2, "SQLITE_CONSTRAINT_PRIMARYKEY")]
    [InlineData("CREATE TABLE t (id INTEGER);\nCREATE TABLE\n t (id INTEGER);", 3, 2, "SQLITE_ERROR")]
    public async Task An_error_is_placed_where_SQLite_points_else_at_its_statement(string script, int line, int column, string code)
    {
        var failure = await Fails(script);

        Assert.Equal((line, column, code), (failure.Line, failure.Column, failure.SqlState));
    }

    [Fact]
    public async Task A_conflict_that_rolls_back_by_itself_fails_honestly_and_leaves_nothing()
    {
        var failure = await Fails("CREATE TABLE t (id INTEGER PRIMARY KEY);\nINSERT INTO t VALUES (1);\nINSERT OR ROLLBACK INTO t VALUES (1);\nINSERT INTO t VALUES (2);");

        Assert.Equal(3, failure.Line);
        Assert.Equal("failed|0", Scalar("SELECT state, statements_done FROM __migrations"));
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 't'"));
    }

    [Fact]
    public async Task A_trigger_that_raises_rollback_fails_honestly_and_leaves_nothing()
    {
        await Up(Manifest().Add("1_t", "CREATE TABLE t (id INTEGER); CREATE TRIGGER no BEFORE INSERT ON t BEGIN SELECT RAISE(ROLLBACK, 'not here'); END;"));

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest()
            .Add("1_t", "CREATE TABLE t (id INTEGER); CREATE TRIGGER no BEFORE INSERT ON t BEGIN SELECT RAISE(ROLLBACK, 'not here'); END;")
            .Add("2_u", "CREATE TABLE u (id INTEGER);\nINSERT INTO t VALUES (1);")));

        Assert.Equal("not here", e.Result.Failed!.Message);
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 'u'"));
    }

    [Fact]
    public async Task A_running_statement_is_interrupted_by_cancellation_and_rolled_back()
    {
        using var cancel = new CancellationTokenSource();
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            if (step == "execute WITH RECURSIVE")
            {
                cancel.CancelAfter(TimeSpan.FromMilliseconds(50));
            }

            return default;
        });
        var manifest = Manifest().Add("1_endless", "CREATE TABLE t (id INTEGER);\nWITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;");

        await Assert.ThrowsAsync<RunCancelledException>(() => new Migrator(manifest.Build(), provider).UpAsync(null, cancel.Token));

        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 't'"));
        Assert.Equal("failed|Cancelled by the operator.", Scalar("SELECT state, failure_reason FROM __migrations"));
    }
}

using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>What <c>script</c> writes for PostgreSQL is run by the real psql program and leaves what <c>up</c> and <c>down</c> leave.</summary>
public sealed class PsqlScriptTests : IDisposable
{
    private const string Rows = "SELECT id, former_ids, sequence, state, origin, attempt, up_h1, up_s1, down_h1, units_done, statements_done, statements_total, finished_on IS NOT NULL, run_on ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' FROM __migrations ORDER BY sequence";
    private const string Journal = "SELECT kind, migration, attempt, h1, s1, token FROM __migrations_journal WHERE kind <> 'statement_intent' ORDER BY entry";
    private const string Texts = "SELECT h1, masked, encode(content, 'hex') FROM __migrations_text ORDER BY h1";
    private const string Meta = "SELECT key, CASE key WHEN 'identity' THEN length(value)::text WHEN 'home' THEN 'known' ELSE value END FROM __migrations_meta ORDER BY key";
    private const string Everything = "SELECT (SELECT count(*) FROM __migrations_journal), (SELECT max(token) FROM __migrations_owner), (SELECT string_agg(id || state || attempt || xmin, ',' ORDER BY id) FROM __migrations)";

    private readonly Project _project = new();
    private readonly PostgresDatabase _database = new();
    private readonly Psql _psql;

    public PsqlScriptTests()
    {
        _project.Write("migrate.json", """{"dialect":"postgresql"}""");
        _psql = new Psql(_project, _database);
    }

    public void Dispose()
    {
        _database.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task A_script_out_of_the_files_leaves_schema_rows_history_and_texts_of_up_and_of_down()
    {
        Mixed();
        using var other = new PostgresDatabase();
        var psql = new Psql(_project, other);

        await _psql.DoneAsync(await ScriptAsync("--offline"));
        await UpAsync(other);
        await SameAsync();
        Assert.Equal(other.Query("SELECT * FROM \"Größe\" ORDER BY 1"), _database.Query("SELECT * FROM \"Größe\" ORDER BY 1"));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", _database.Url);

        await _psql.DoneAsync(await ScriptAsync("--down", "--offline"));
        await _project.Tool.ExpectAsync(0, "down", "--all", "-y", "-u", other.Url, "--no-lock-file");
        await SameAsync();
        await UpAsync(other);
        await UpAsync(_database);
        await SameAsync();

        async Task SameAsync()
        {
            // A script stores no pre-image of the catalog, so it has no intent of a single statement.
            Assert.All([Rows, Texts, Meta, Journal], sql => Assert.Equal(other.Query(sql), _database.Query(sql)));
            Assert.Equal(await psql.SchemaAsync(), await _psql.SchemaAsync());
        }
    }

    [Fact]
    public async Task A_script_that_was_run_passes_over_everything_the_second_time_and_changes_nothing()
    {
        Mixed();
        string up = await ScriptAsync("--offline"), down = await ScriptAsync("--down", "--offline");
        await _psql.DoneAsync(up);
        var before = _database.Query(Everything);

        await _psql.DoneAsync(up);
        Assert.Equal(0, (await _psql.ReadAsync(up)).ExitCode);

        Assert.Equal(before, _database.Query(Everything));
        await _psql.DoneAsync(down);
        before = _database.Query(Everything);
        await _psql.DoneAsync(down);
        Assert.Equal(before, _database.Query(Everything));
    }

    [Fact]
    public async Task What_is_applied_already_is_passed_over_and_the_rest_is_run()
    {
        Mixed();
        await _psql.DoneAsync(await ScriptAsync("--offline", "..002_copy"));

        Assert.Equal(0, (await _psql.ReadAsync(await ScriptAsync("--offline"))).ExitCode);

        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", _database.Url);
        Assert.Equal(["1"], _database.Query("SELECT count(*) FROM \"Größe\" WHERE t = 'it''s'"));
    }

    [Fact]
    public async Task With_a_database_only_what_is_pending_there_is_written()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int);").Migration("002_u", "CREATE TABLE u (a int);");
        await _project.Tool.ExpectAsync(0, "up", "001_t", "-u", _database.Url, "--no-lock-file");

        string sql = await ScriptAsync("-u", _database.Url);
        Assert.DoesNotContain("CREATE TABLE t", sql, StringComparison.Ordinal);
        await _psql.DoneAsync(sql);

        Assert.Equal(["001_t|1", "002_u|2"], _database.Query("SELECT id, sequence FROM __migrations ORDER BY sequence"));
    }

    [Fact]
    public async Task A_statement_that_fails_leaves_nothing_of_its_migration_and_up_goes_on()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int UNIQUE);").Migration("002_twice", "CREATE TABLE u (a int);\nINSERT INTO t VALUES (1), (1);").Migration("003_w", "CREATE TABLE w (a int);");

        var run = await _psql.RunAsync(await ScriptAsync("--offline"));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("duplicate key", run.Error, StringComparison.Ordinal);
        Assert.Equal(["001_t|completed"], _database.Query("SELECT id, state FROM __migrations"));
        Assert.Equal(["False|False"], _database.Query("SELECT to_regclass('u') IS NOT NULL, to_regclass('w') IS NOT NULL"));
        _project.Migration("002_twice", "INSERT INTO t VALUES (1);");
        await UpAsync(_database);
    }

    [Fact]
    public async Task A_statement_outside_of_a_transaction_that_fails_stays_begun_and_the_script_does_not_go_on_with_it()
    {
        _project.Migration("001_t", "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1);").Migration("002_index", "CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a);");
        string sql = await ScriptAsync("--offline");

        var run = await _psql.RunAsync(sql);
        var again = await _psql.RunAsync(sql);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(["001_t|completed", "002_index|in_progress"], _database.Query("SELECT id, state FROM __migrations ORDER BY 1"));
        Assert.Equal(["intent"], _database.Query("SELECT kind FROM __migrations_journal WHERE migration = '002_index'"));
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("'002_index' is not as this script expects it: it is in_progress.", again.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate up goes on", again.Error, StringComparison.Ordinal);
        await _project.Tool.ExpectAsync(4, "up", "-u", _database.Url, "--no-lock-file");
    }

    [Fact]
    public async Task Variables_of_psql_and_its_commands_get_nowhere_into_the_statements()
    {
        _project.Migration(
            "001_t",
            """
            CREATE TABLE "t:n" (n int, "HOST" int, a int[], t text);
            INSERT INTO "t:n" VALUES (2, 3, '{1,2,3}', ':n :''n'' \q'), (1, 1, ARRAY[7], $$:n ; \q$$), (1, 1, NULL, E'\':n;'); -- :n ; \q
            CREATE VIEW v AS SELECT a[1:n] AS low, a[n:"HOST"] AS high, a[1 :n] /* :n */ AS same, t::text FROM "t:n";
            CREATE FUNCTION begin(x int) RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE FUNCTION body(x int) RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT x; END;
            CREATE RULE r AS ON DELETE TO "t:n" DO ALSO (SELECT 1; SELECT 2);
            """);

        await _psql.DoneAsync(await ScriptAsync("--offline"), "--set", "n=9", "--set", "HOST=8", "--set", "migrate_token=99", "--set", "migrate_schema=elsewhere");

        Assert.Equal(["{1,2}|{2,3}|{1,2}"], _database.Query("SELECT low::text, high::text, same::text FROM v WHERE low = '{1,2}'"));
        Assert.Equal([":n :'n' \\q", ":n ; \\q", "':n;"], _database.Query("SELECT t FROM \"t:n\" ORDER BY n DESC, a IS NULL"));
    }

    [Fact]
    public async Task Strings_are_read_as_the_migration_sets_them_also_where_it_is_passed_over()
    {
        _project.Migration(
            "001_t",
            """
            CREATE TABLE t (a text);
            SET standard_conforming_strings = off;
            SET escape_string_warning = off;
            INSERT INTO t VALUES ('it\'s; \\if :n');
            BEGIN;
            SET LOCAL standard_conforming_strings = on;
            INSERT INTO t VALUES ('c\');
            COMMIT;
            INSERT INTO t VALUES ('it\'s');
            """).Migration("002_t", "INSERT INTO t VALUES ('d\\');");
        string sql = await ScriptAsync("--offline");

        await _psql.DoneAsync(sql);
        await _psql.DoneAsync(sql);

        Assert.Equal(["c\\", "d\\", "it's", "it's; \\if :n"], _database.Query("SELECT a FROM t ORDER BY a COLLATE \"C\""));
    }

    [Fact]
    public async Task What_a_migration_does_to_the_session_is_not_there_for_the_next()
    {
        _database.Execute("CREATE ROLE " + _database.Name);
        _project.Migration(
            "001_session",
            $"""
            CREATE TABLE seen (what text, held bigint);
            GRANT INSERT ON seen TO {_database.Name};
            SELECT set_config('search_path', '', false);
            SET ROLE {_database.Name};
            INSERT INTO public.seen SELECT current_user, count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
            CREATE TEMP TABLE seen (a int);
            PREPARE p AS SELECT 1;
            """)
            .Migration("002_all", "-- migrate:options transaction:false\nSET client_encoding = 'SQL_ASCII';\nDISCARD ALL;\nCREATE TABLE \"Ä\" (\"Öß\" text DEFAULT 'ü€');")
            .Migration("003_fresh", "INSERT INTO seen SELECT current_user || current_setting('search_path'), count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid(); PREPARE p AS SELECT 2; INSERT INTO \"Ä\" VALUES (DEFAULT);");

        try
        {
            await _psql.DoneAsync(await ScriptAsync("--offline"));

            Assert.Equal([$"{_database.Name}|2", "tester\"$user\", public|2"], _database.Query("SELECT what, held FROM seen ORDER BY 1"));
            Assert.Equal(["ü€"], _database.Query("SELECT \"Öß\" FROM \"Ä\""));
        }
        finally
        {
            _database.Execute($"DROP OWNED BY {_database.Name}; DROP ROLE {_database.Name}");
        }
    }

    [Fact]
    public async Task A_deferred_constraint_fails_the_migration_that_breaks_it()
    {
        _project.Migration("001_t", "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);").Migration("002_c", "INSERT INTO c VALUES (1);");

        var run = await _psql.RunAsync(await ScriptAsync("--offline"));

        Assert.Equal(3, run.ExitCode);
        string failing = run.Error[(run.Error.IndexOf("script.sql:", StringComparison.Ordinal) + "script.sql:".Length)..];
        Assert.Equal("SET CONSTRAINTS ALL IMMEDIATE;", _project.Read("script.sql").Split('\n')[int.Parse(failing[..failing.IndexOf(':', StringComparison.Ordinal)], null) - 1]);
        Assert.Equal(["001_t"], _database.Query("SELECT id FROM __migrations"));
    }

    [Fact]
    public async Task What_psql_can_not_be_given_is_not_written()
    {
        _project.Migration("001_t", "CREATE TABLE t (a text);\nINSERT INTO t VALUES (E'a'\n'b\\'c');").Migration("002_less", "-- migrate:options batch:2\nDELETE FROM t WHERE ctid IN (SELECT ctid FROM t LIMIT 2);");

        Assert.Contains("'002_less' runs in batches of 2 rows", (await _project.Tool.ExpectAsync(7, "script", "--offline")).Error, StringComparison.Ordinal);
        Assert.Contains("001_t.up.sql(2,1): psql can't read a string", (await _project.Tool.ExpectAsync(7, "script", "--offline", "001_t")).Error, StringComparison.Ordinal);
    }

    /// <summary>Copy data that are no SQL, an index built concurrently, bodies, wild names; each with its way back.</summary>
    private void Mixed() => _project
        .Migration("001_größe", "CREATE TABLE \"Größe\" (id int PRIMARY KEY, t text);\nCREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT a; END;", "DROP FUNCTION f;\nDROP TABLE \"Größe\";")
        .Migration("002_copy", "COPY \"Größe\" (id, t) FROM STDIN; -- the data\n1\tit's\n2\t\\N\n3\t\"$$ :USER \\\\q /* (\n\\.\nINSERT INTO \"Größe\" VALUES (4, 'ü \\ €');", "DELETE FROM \"Größe\" WHERE id IN (1, 2, 3, 4);")
        .Migration("003_csv", "COPY \"Größe\" FROM STDIN (FORMAT csv);\n5,\"it's \"\"quoted\"\", ;\"\n\\.\nCOPY \"Größe\" FROM STDIN;\n\\.", "DELETE FROM \"Größe\" WHERE id = 5;")
        .Migration("004_index", "ALTER TABLE \"Größe\" ADD COLUMN n int;\nCREATE INDEX CONCURRENTLY groesse_n ON \"Größe\" (n);\nBEGIN;\nUPDATE \"Größe\" SET n = id;\nCOMMIT;\nALTER TABLE \"Größe\" ALTER n SET NOT NULL;", "DROP INDEX CONCURRENTLY groesse_n;\nALTER TABLE \"Größe\" DROP COLUMN n;")
        .Migration("005_nothing", "-- Nothing yet.", "-- Nothing either.");

    private Task<ProcessRun> UpAsync(PostgresDatabase database) => _project.Tool.ExpectAsync(0, "up", "-u", database.Url, "--no-lock-file");

    private async Task<string> ScriptAsync(params string[] arguments) => (await _project.Tool.ExpectAsync(0, ["script", .. arguments])).Output;
}

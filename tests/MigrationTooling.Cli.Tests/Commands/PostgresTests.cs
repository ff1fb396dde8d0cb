using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>The verbs on a PostgreSQL server.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly PostgresDatabase _database = new();
    private readonly Project _project = new();

    public PostgresTests()
    {
        _project.Migration("001_users", "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);", "DROP TABLE users;")
            .Migration("002_orders", "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id));", "DROP TABLE orders;")
            .Write("migrate.json", """{"dialect":"postgresql"}""");
        _project.Tool.With("MIGRATE_DATABASE_URL", _database.Url);
    }

    public void Dispose()
    {
        _database.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task Up_status_down_and_history_do_on_a_server_what_they_do_on_a_file()
    {
        var up = await _project.Tool.ExpectAsync(0, "up");
        var status = await _project.Tool.JsonAsync(0, "status");
        await _project.Tool.ExpectAsync(0, "down", "--yes");
        var history = await _project.Tool.ExpectAsync(0, "history");
        await _project.Tool.ExpectAsync(8, "status", "--check");
        await _project.Tool.ExpectAsync(0, "redo", "001_users", "--yes");

        Assert.EndsWith("2 migrations applied, 0 pending: the database is clean.\n", up.Output, StringComparison.Ordinal);
        Assert.Equal(("clean", "postgresql"), (status.GetProperty("state").GetString(), status.GetProperty("database").GetProperty("dialect").GetString()));
        Assert.Contains("rolled_back", history.Output, StringComparison.Ordinal);
        Assert.Equal(["users"], _database.Query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_\\_migrations%' ORDER BY 1"));
    }

    [Fact]
    public async Task The_kind_of_the_run_lock_is_an_option_a_variable_or_a_key_and_anything_else_is_refused()
    {
        var leased = await _project.Tool.ExpectAsync(0, "up", "001_users", "--run-lock", "lease", "--lease", "2.5", "-v");
        _project.Write("migrate.json", """{"dialect":"postgresql","runLock":"lease"}""");
        var fromFile = await _project.Tool.ExpectAsync(0, "up");
        var refused = await _project.Tool.ExpectAsync(2, "status", "--run-lock", "advisory");
        var endless = await _project.Tool.ExpectAsync(2, "status", "--lease", "forever");
        var none = await _project.Tool.With("MIGRATE_RUN_LOCK", "none").ExpectAsync(2, "status");
        _project.Write("migrate.json", """{"dialect":"postgresql","runLock":"leased"}""");
        var misspelt = await _project.Tool.With("MIGRATE_RUN_LOCK", null).ExpectAsync(2, "status");

        Assert.Contains("this run holds a lease of 2.5 s", leased.Error, StringComparison.Ordinal);
        Assert.Contains("this run holds a lease of 30 s", fromFile.Error, StringComparison.Ordinal);
        Assert.Contains("must be auto, session or lease", refused.Error, StringComparison.Ordinal);
        Assert.Contains("takes seconds", endless.Error, StringComparison.Ordinal);
        Assert.Contains("MIGRATE_RUN_LOCK", none.Error, StringComparison.Ordinal);
        Assert.Contains("'runLock' is one of auto, session, lease", misspelt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_opens_the_same_database()
    {
        await _project.Tool.ExpectAsync(0, "up");

        var run = await _project.Tool.With("MIGRATE_DATABASE_URL", null).ExpectAsync(0, "up", "--connection", _database.ConnectionString);

        Assert.Equal("Nothing to apply: the database is clean.\n", run.Output);
    }

    [Fact]
    public async Task The_password_is_found_in_its_variable_and_printed_nowhere()
    {
        string url = _database.Url.Replace(":" + PostgresCluster.Password + "@", "@", StringComparison.Ordinal);

        var run = await _project.Tool.With("MIGRATE_DATABASE_URL", url).With("PGPASSWORD", PostgresCluster.Password).ExpectAsync(0, "up", "-v");

        Assert.DoesNotContain(PostgresCluster.Password, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_exit_6_and_says_where_the_right_one_is_looked_for()
    {
        string url = _database.Url.Replace(PostgresCluster.Password, "wrong-one", StringComparison.Ordinal);

        var run = await _project.Tool.ExpectAsync(6, "up", "-u", url);

        Assert.Contains("password authentication failed", run.Error, StringComparison.Ordinal);
        Assert.Contains("PGPASSWORD", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_exit_6_and_says_how_to_make_it()
    {
        var run = await _project.Tool.ExpectAsync(6, "status", "-u", _database.Url.Replace(_database.Name, "no_such", StringComparison.Ordinal));

        Assert.Contains("database \"no_such\" does not exist", run.Error, StringComparison.Ordinal);
        Assert.Contains("createdb", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_is_exit_6_and_names_the_host()
    {
        var run = await _project.Tool.ExpectAsync(6, "up", "-u", "postgresql://ada:s3cret@127.0.0.1:1/shop");

        Assert.Contains("postgresql://ada@127.0.0.1:1/shop can't be opened", run.Error, StringComparison.Ordinal);
        Assert.Contains("pg_isready", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_goes_where_schema_says_and_a_schema_that_is_not_there_is_not_made()
    {
        var missing = await _project.Tool.ExpectAsync(6, "up", "--schema", "ops");
        _database.Execute("CREATE SCHEMA ops");
        await _project.Tool.ExpectAsync(0, "up", "--schema", "ops");

        Assert.Contains("CREATE SCHEMA \"ops\"", missing.Error, StringComparison.Ordinal);
        Assert.Equal(["2"], _database.Query("SELECT count(*) FROM ops.__migrations"));
        Assert.Empty(_database.Query("SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '\\_\\_migrations%'"));
    }

    [Fact]
    public async Task A_failure_names_file_line_and_column_with_the_servers_detail()
    {
        _project.Migration("003_bad", "INSERT INTO users VALUES (1, 'ä');\nINSERT INTO users\n  VALUES (1, 'é'), (2, nonsense);");

        var run = await _project.Tool.JsonAsync(1, "up");
        var failed = run.GetProperty("failed");

        Assert.Equal(("003_bad", 3, 24, "42703"), (failed.GetProperty("id").GetString(), failed.GetProperty("line").GetInt32(), failed.GetProperty("column").GetInt32(), failed.GetProperty("sqlState").GetString()));
        Assert.Equal(["0"], _database.Query("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task A_role_without_the_right_to_make_tables_is_told_which_right_is_missing()
    {
        _database.Execute($"DROP ROLE IF EXISTS {_database.Name}_reader; CREATE ROLE {_database.Name}_reader LOGIN PASSWORD 'lesen'; REVOKE CREATE ON SCHEMA public FROM public");
        var parts = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        string url = $"postgresql://{_database.Name}_reader:lesen@{parts.Host}:{parts.Port}/{_database.Name}";

        var run = await _project.Tool.ExpectAsync(6, "up", "-u", url);
        _database.Execute($"DROP ROLE {_database.Name}_reader");

        Assert.Contains("permission denied for schema public", run.Error, StringComparison.Ordinal);
        Assert.Contains("GRANT USAGE, CREATE ON SCHEMA \"public\"", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_behind_a_copy_are_sent_as_they_stand()
    {
        _project.Migration("003_copy", "COPY users (id, name) FROM stdin;\n1\tAda\n2\tGr\\\\ace\n3\t;--\n\\.\n\nUPDATE users SET name = name || '!' WHERE id = 1;");

        await _project.Tool.ExpectAsync(0, "up");

        Assert.Equal(["1|Ada!", "2|Gr\\ace", "3|;--"], _database.Query("SELECT id, name FROM users ORDER BY id"));
    }

    [Theory]
    [InlineData("COPY users (id, name)\n  FROM stdin;\n3\tAda\nfour\tBob\n\\.", 4, 1, "invalid input syntax")]
    [InlineData("-- people\nCOPY users (name, \"id\") FROM stdin; -- data\nAda\t3\n\\\\\t4\nBob\tfive\n\\.", 5, 5, "invalid input syntax")]
    [InlineData("COPY users FROM stdin;\n3\tAda\n4x\tBob\n\\.", 3, 1, "invalid input syntax")]
    [InlineData("COPY users FROM stdin;\n3\tA\n4\tB\n3\tC\n\\.", 4, 1, "duplicate key")]
    [InlineData("COPY users FROM stdin;\n3\tAda\n\n4\tBob\n\\.", 3, 1, "invalid input syntax")]
    [InlineData("COPY users (id, name) FROM stdin;\n3\tAda\n4\n\\.", 3, 1, "missing data")]
    [InlineData("COPY users (name, id) FROM stdin WITH (FORMAT csv, HEADER);\nname,id\n\"A, da\",3\n\"B \"\"ob\"\"\",four\n\\.", 4, 12, "invalid input syntax")]
    [InlineData("COPY users (name, id) FROM stdin CSV DELIMITER AS ';';\nAda;3\nBob;four\n\\.", 3, 5, "invalid input syntax")]
    [InlineData("COPY users (name, id) FROM stdin (DELIMITER '|');\nAda|3\nBob|five\n\\.", 3, 5, "invalid input syntax")]
    [InlineData("COPY users (name, id) FROM stdin (FORMAT csv, QUOTE '!');\n!Ada!,3\n!B,ob!,six\n\\.", 3, 8, "invalid input syntax")]
    [InlineData("COPY users (name, id) FROM stdin (FORMAT csv, QUOTE '!', ESCAPE '/');\n!A/!da!,3\n!B/!,ob!,six\n\\.", 3, 10, "invalid input syntax")]
    [InlineData("COPY users (name, id) FROM stdin CSV;\n\"a\nb\",1\n\"c\nd\ne\",x\n\\.", 6, 4, "invalid input syntax")]
    [InlineData("COPY users (id, name) FROM stdin CSV;\n1,\"a\nb\"\nx,\"c\nd\ne\"\n\\.", 4, 1, "invalid input syntax")]
    [InlineData("COPY users (id, name) FROM stdin CSV;\n1,a\n2,\"c\nd\ne\"\nx,f\n\\.", 6, 1, "invalid input syntax")]
    [InlineData("COPY users (id, name) FROM stdin CSV;\n1,\"a\n\nb\"\n1,\"c\nd\"\n\\.", 5, 1, "duplicate key")]
    [InlineData("COPY users (id, name) FROM stdin CSV HEADER;\nid,\"na\nme\"\n1,\"a\nb\"\n\"2\n3\",c\n\\.", 6, 1, "invalid input syntax")]
    [InlineData("COPY users FROM stdin CSV;\n1,\"a\nb\"\n\"2\n3\",c\n\\.", 4, 1, "invalid input syntax")]
    [InlineData("COPY users (name, id) FROM stdin CSV;\na,1\n\"c\nd\",\"2\n3\"\n\\.", 4, 4, "invalid input syntax")]
    [InlineData("COPY users (id, name) FROM stdin CSV;\n1,\"a\nb\"\n2,\"c\nd\n3,e\n\\.", 4, 1, "unterminated CSV quoted field")]
    [InlineData("COPY users (id, name) FROM stdin;\n1\ta\\\nb\n2\tc\nx\td\n\\.", 5, 1, "invalid input syntax")]
    [InlineData("COPY nowhere FROM stdin;\n3\tAda\n\\.", 1, 1, "does not exist")]
    public async Task A_fault_in_the_data_of_a_copy_is_placed_in_the_file(string script, int line, int column, string says)
    {
        _project.Migration("003_copy", "SELECT 1;\n" + script + "\nSELECT 2;");

        var run = await _project.Tool.ExpectAsync(1, "up");

        Assert.Contains($"003_copy.up.sql({line + 1},{column}): error", run.Error, StringComparison.Ordinal);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_several_pieces_arrive_whole_and_what_follows_them_runs()
    {
        const int Rows = 60_000;
        string data = string.Concat(Enumerable.Range(10, Rows).Select(i => $"{i}\t{(i % 3 == 0 ? "\\N" : "Zoë 😀 " + i)}\n"));
        _project.Migration("003_copy", $"ALTER TABLE users ALTER name DROP NOT NULL;\nCOPY users (id, name) FROM stdin;\n{data}\\.\nINSERT INTO users VALUES (1, 'behind');\nCOPY users (id, name) FROM stdin;\n2\tlast\n\\.\n");

        await _project.Tool.ExpectAsync(0, "up");

        string expected = string.Join(',', Enumerable.Range(10, Rows).Select(i => i % 3 == 0 ? "" : "Zoë 😀 " + i));
        Assert.Equal(expected, _database.Query("SELECT string_agg(coalesce(name, ''), ',' ORDER BY id) FROM users WHERE id >= 10")[0]);
        Assert.Equal(["1|behind", "2|last"], _database.Query("SELECT id, name FROM users WHERE id < 10 ORDER BY id"));
    }

    [Fact]
    public async Task Data_that_the_server_refuses_leave_nothing_and_name_their_statement()
    {
        string data = string.Concat(Enumerable.Range(10, 60_000).Select(i => $"{(i == 50_000 ? "x" : i)}\tname {i}\n"));
        _project.Migration("003_copy", $"SELECT 1;\nCOPY users (id, name) FROM stdin;\n{data}\\.\n");

        var run = await _project.Tool.ExpectAsync(1, "up");

        Assert.Contains("003_copy.up.sql(49993,1)", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 49991", run.Error, StringComparison.Ordinal);
        Assert.Equal("0", _database.Query("SELECT count(*) FROM users")[0]);
    }

    [Fact]
    public async Task A_statement_far_behind_the_first_batch_is_named_where_it_fails()
    {
        string rows = string.Concat(Enumerable.Range(1, 1000).Select(i => $"INSERT INTO users (id, name) VALUES ({i}, 'name');\n"));
        _project.Migration("003_many", rows + "INSERT INTO users (id, name) VALUES (700, 'twice');\n" + rows);

        var run = await _project.Tool.ExpectAsync(1, "up");

        Assert.Contains("003_many.up.sql(1001,1)", run.Error, StringComparison.Ordinal);
        Assert.Equal("0", _database.Query("SELECT count(*) FROM users")[0]);
    }

    [Fact]
    public async Task What_the_server_notices_is_shown()
    {
        _project.Migration("003_notice", "DO $$ BEGIN RAISE NOTICE 'look here'; END $$;");

        var run = await _project.Tool.ExpectAsync(0, "up");

        Assert.Contains("NOTICE: look here", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_is_refused_for_a_SQLite_file() =>
        Assert.Contains("--schema", (await _project.Tool.ExpectAsync(2, "status", "-u", "sqlite:app.db", "--schema", "ops")).Error, StringComparison.Ordinal);
}

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class UpTests
{
    [Fact]
    public async Task It_applies_everything_and_adds_it_to_the_lock()
    {
        using var project = await FreshAsync();

        var run = await project.Tool.ExpectAsync(0, "up");

        Assert.Contains("applied 001_users (", run.Output, StringComparison.Ordinal);
        Assert.Contains("locked 001_users, 002_orders: commit migrations.lock\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 migrations applied, 0 pending: the database is clean.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("applying 001_users (1 of 2, 1 statement)", run.Error, StringComparison.Ordinal);
        Assert.Subset(DatabaseFile.Tables(project.At("app.db")).ToHashSet(), new[] { "users", "orders" }.ToHashSet());
        await project.Tool.ExpectAsync(0, "lock", "--check");
    }

    [Fact]
    public async Task A_second_run_has_nothing_to_do_and_writes_nothing()
    {
        using var project = await FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        byte[] before = project.Bytes("app.db");
        var written = File.GetLastWriteTimeUtc(project.At("migrations/migrations.lock"));

        var run = await project.Tool.ExpectAsync(0, "up");

        Assert.Equal("Nothing to apply: the database is clean.\n", run.Output);
        Assert.Equal(before, project.Bytes("app.db"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(project.At("migrations/migrations.lock")));
    }

    [Theory]
    [InlineData("--disposable")]
    [InlineData("--no-lock-file")]
    public async Task What_is_applied_to_a_database_that_is_not_kept_stays_unlocked_and_is_counted(string option)
    {
        using var project = await FreshAsync();

        var result = await project.Tool.JsonAsync(0, "up", option);
        var run = await project.Tool.ExpectAsync(0, "up", option);

        Assert.Empty(result.GetProperty("locked").EnumerateArray());
        Assert.DoesNotContain("001_users", project.Lock, StringComparison.Ordinal);
        Assert.Contains("2 applied migrations are not locked yet: dotnet migrate lock", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_marked_disposable_in_the_settings_locks_nothing_either()
    {
        using var project = await FreshAsync();
        project.Write("migrate.json", "{ \"url\": \"sqlite:app.db\", \"disposable\": true }");

        await project.Tool.ExpectAsync(0, "up");

        Assert.DoesNotContain("001_users", project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_and_a_number_of_steps_end_the_run_and_the_lock_with_it()
    {
        using var project = await FreshAsync();
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);");

        var first = await project.Tool.JsonAsync(0, "up", "--steps", "1");
        var second = await project.Tool.JsonAsync(0, "up", "2");

        Assert.Equal(["001_users"], first.GetProperty("applied").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(["001_users"], first.GetProperty("locked").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(["002_orders"], second.GetProperty("applied").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(["003_prices"], second.GetProperty("pending").EnumerateArray().Select(a => a.GetString()));
        Assert.DoesNotContain("003_prices", project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_creates_no_database()
    {
        using var project = await FreshAsync();
        string before = project.Lock;

        var plan = await project.Tool.JsonAsync(0, "up", "--dry-run");
        var run = await project.Tool.ExpectAsync(0, "up", "--dry-run");

        Assert.Equal(["001_users", "002_orders"], plan.GetProperty("planned").EnumerateArray().Select(p => p.GetProperty("id").GetString()));
        Assert.Contains("would apply 001_users (001_users.up.sql)", run.Output, StringComparison.Ordinal);
        Assert.False(project.Exists("app.db"));
        Assert.Equal(before, project.Lock);
    }

    [Fact]
    public async Task A_locked_migration_that_failed_here_and_was_edited_is_run_once_the_lock_accepts_the_edit()
    {
        using var project = await FreshAsync();
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);\nINSERT INTO nowhere VALUES (1);");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Tool.ExpectAsync(1, "up");
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);");

        var refused = await project.Tool.ExpectAsync(3, "up");
        var before = DatabaseFile.Tables(project.At("app.db"));
        await project.Tool.ExpectAsync(0, "lock", "--accept", "003_prices", "--reason", "never applied anywhere");
        await project.Tool.ExpectAsync(0, "up");

        Assert.Contains("MIG0001", refused.Error + refused.Output, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate lock --accept 003_prices", refused.Error + refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("prices", before);
        Assert.Contains("prices", DatabaseFile.Tables(project.At("app.db")));
    }

    [Fact]
    public async Task A_failed_statement_is_shown_with_its_place_what_is_left_and_the_next_command()
    {
        using var project = await FreshAsync();
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);\nINSERT INTO nowhere\n  VALUES (1);");

        var run = await project.Tool.ExpectAsync(1, "up");

        Assert.Contains($"{project.At("migrations/003_prices.up.sql")}(2,13): error SQLITE_ERROR: no such table: nowhere\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("Statement: INSERT INTO nowhere\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("Left behind: Nothing: its transaction was rolled back.\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("then: dotnet migrate up\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("prices", DatabaseFile.Tables(project.At("app.db")));
        Assert.Contains("\n002_orders ", project.Lock, StringComparison.Ordinal);
        Assert.DoesNotContain("\n003_prices ", project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_in_JSON_is_one_document_and_the_mended_file_is_applied_next()
    {
        using var project = await FreshAsync();
        project.Migration("003_prices", "INSERT INTO nowhere VALUES (1);");

        var result = await project.Tool.JsonAsync(1, "up");
        project.Migration("003_prices", "CREATE TABLE prices (id INTEGER);");
        var again = await project.Tool.JsonAsync(0, "up");

        var failed = result.GetProperty("failed");
        Assert.Equal("003_prices", failed.GetProperty("id").GetString());
        Assert.Equal("003_prices.up.sql", failed.GetProperty("file").GetString());
        Assert.Equal(1, failed.GetProperty("line").GetInt32());
        Assert.Equal(["001_users", "002_orders"], result.GetProperty("applied").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(["003_prices"], again.GetProperty("recovered").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task A_changed_locked_file_stops_the_run_before_anything()
    {
        using var project = await FreshAsync();
        await project.Tool.ExpectAsync(0, "lock", "1");
        project.Write("migrations/001_users.up.sql", "CREATE TABLE people (id INTEGER);\n");

        var run = await project.Tool.ExpectAsync(3, "up");
        var result = await project.Tool.JsonAsync(3, "up");

        Assert.Contains($"{project.At("migrations/001_users.up.sql")}(1,1): error MIG0001", run.Error, StringComparison.Ordinal);
        Assert.Equal("MIG0001", result.GetProperty("findings")[0].GetProperty("rule").GetString());
        Assert.False(project.Exists("app.db"));
    }

    [Fact]
    public async Task An_applied_file_changed_behind_the_locks_back_stops_the_run()
    {
        using var project = await FreshAsync();
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n").Migration("003_prices", "SELECT 1;");

        var run = await project.Tool.ExpectAsync(3, "up");

        Assert.Contains("error MIG0505", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_applied_file_changed_in_one_byte_is_seen_though_its_length_and_its_times_are_the_old_ones()
    {
        using var project = await FreshAsync();
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        string file = project.At("migrations/001_users.up.sql");
        var (written, read) = (File.GetLastWriteTimeUtc(file), File.GetLastAccessTimeUtc(file));
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[Array.LastIndexOf(bytes, (byte)')') - 1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        File.SetLastWriteTimeUtc(file, written);
        File.SetLastAccessTimeUtc(file, read);

        var run = await project.Tool.ExpectAsync(3, "up");

        Assert.Contains("error MIG0505", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((64 * 1024) - 1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    public async Task A_file_of_any_size_is_read_to_its_last_byte(int length)
    {
        const string Head = "CREATE TABLE large (body TEXT DEFAULT '", Tail = "');";
        using var project = await FreshAsync();
        string text = new('x', length - Head.Length - Tail.Length);
        project.Write("migrations/003_large.up.sql", Head + text + Tail);
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        var again = await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        project.Write("migrations/003_large.up.sql", Head + text[1..] + "y" + Tail);

        var changed = await project.Tool.ExpectAsync(3, "up", "--no-lock-file");

        Assert.Contains("Nothing to apply", again.Output, StringComparison.Ordinal);
        Assert.Contains("error MIG0505", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rename_is_adopted_by_the_database_and_a_status_says_so_before()
    {
        using var project = await FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        await project.Tool.ExpectAsync(0, "rename", "001_users", "001_people");

        var result = await project.Tool.JsonAsync(0, "up");

        Assert.Equal("001_users", result.GetProperty("renamed")[0].GetProperty("from").GetString());
        Assert.Equal("001_people", result.GetProperty("renamed")[0].GetProperty("to").GetString());
        await project.Tool.ExpectAsync(0, "status", "--check");
    }

    [Fact]
    public async Task A_rename_that_only_the_database_can_know_is_accepted_as_the_finding_says()
    {
        using var project = await FreshAsync();
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        project.Move("migrations/002_orders.up.sql", "migrations/002_purchases.up.sql").Move("migrations/002_orders.down.sql", "migrations/002_purchases.down.sql");
        var refused = await project.Tool.ExpectAsync(3, "up");
        Assert.Contains("dotnet migrate rename 002_orders 002_purchases", refused.Error, StringComparison.Ordinal);

        await project.Tool.ExpectAsync(0, "rename", "002_orders", "002_purchases");
        await project.Tool.ExpectAsync(0, "up");

        await project.Tool.ExpectAsync(0, "status", "--check");
        Assert.Contains("alias=002_orders", project.Lock, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("--steps=0")]
    [InlineData("--steps=many")]
    [InlineData("--wait=-1")]
    [InlineData("--grace=90000")]
    public async Task A_request_that_makes_no_sense_is_a_usage_error_and_runs_nothing(string argument)
    {
        using var project = await FreshAsync();

        await project.Tool.ExpectAsync(2, "up", argument);

        Assert.False(project.Exists("app.db"));
    }

    [Theory]
    [InlineData("up", "--steps", "0")]
    [InlineData("up", "nowhere")]
    [InlineData("retry", "nowhere")]
    [InlineData("up", "--wait", "-1")]
    [InlineData("retry", "1", "--grace", "-1")]
    public async Task A_request_that_makes_no_sense_is_one_whatever_the_files_say(params string[] arguments)
    {
        using var project = await FreshAsync();
        await project.Tool.ExpectAsync(0, "lock");
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");

        await project.Tool.ExpectAsync(2, arguments);
        await project.Tool.ExpectAsync(3, "up");
    }

    [Fact]
    public async Task A_refusal_with_a_single_finding_is_said_once()
    {
        using var project = await FreshAsync();
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n").Migration("003_prices", "SELECT 1;");

        var run = await project.Tool.ExpectAsync(3, "up");

        Assert.Equal(2, run.Error.Split("with another text").Length);
        Assert.Equal(2, run.Error.Split("dotnet migrate restore-file").Length);
        Assert.Contains("Left behind: Nothing was run or written.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writing_verb_never_guesses_a_database()
    {
        using var project = await FreshAsync();
        project.Delete("migrate.json");

        var run = await project.Tool.ExpectAsync(2, "up");

        Assert.Contains("No database is configured.", run.Error, StringComparison.Ordinal);
        Assert.False(project.Exists("app.db"));
    }

    [Fact]
    public async Task Names_with_spaces_Unicode_signs_and_of_the_longest_kind_run_lock_and_verify()
    {
        using var project = await FreshAsync();
        string[] ids = ["003_größe ändern", "004_50% 'off' \"now\", $HOME; x=1", "005_" + new string('ü', 100), "006_" + new string('x', 240)];
        foreach (string id in ids)
        {
            project.Migration(id, "SELECT 1;");
        }

        var result = await project.Tool.JsonAsync(0, "up");

        Assert.Equal(ids, result.GetProperty("applied").EnumerateArray().Skip(2).Select(a => a.GetString()));
        await project.Tool.ExpectAsync(0, "lock", "--check");
        await project.Tool.ExpectAsync(0, "status", "--check");
    }

    internal static async Task<Project> FreshAsync()
    {
        var project = new Project();
        await project.Tool.ExpectAsync(0, "init");
        return project
            .Migration("001_users", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);", "DROP TABLE users;")
            .Migration("002_orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id));", "DROP TABLE orders;");
    }
}

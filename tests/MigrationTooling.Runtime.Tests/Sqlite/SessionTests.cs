using System;
using System.Diagnostics;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Sqlite;
using SQLitePCL;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>Every migration starts from the same session, and what other connections do is waited for.</summary>
public sealed class SessionTests : SqliteTest
{
    [Fact]
    public async Task A_pragma_of_one_migration_does_not_hold_for_the_next()
    {
        await Up(Manifest()
            .Add("1_t", "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (p INTEGER REFERENCES p);")
            .Add("2_legacy", "PRAGMA legacy_alter_table = ON;\nCREATE TABLE other (id INTEGER);")
            .Add("3_rename", "ALTER TABLE p RENAME TO parents;"));

        Assert.Contains("parents", Scalar("SELECT sql FROM sqlite_master WHERE name = 'c'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pragma_of_a_failed_migration_does_not_hold_for_its_next_attempt()
    {
        await Fails("PRAGMA legacy_alter_table = ON;\nSELECT nope;");

        await Up(Manifest().Add("9_last", "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (p INTEGER REFERENCES p);\nALTER TABLE p RENAME TO parents;"));

        Assert.Contains("parents", Scalar("SELECT sql FROM sqlite_master WHERE name = 'c'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_table_is_gone_when_the_next_migration_runs()
    {
        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest()
            .Add("1_temp", "CREATE TEMP TABLE scratch (id INTEGER);\nINSERT INTO scratch VALUES (1);")
            .Add("2_reads", "SELECT * FROM scratch;")));

        Assert.Equal(["1_temp"], e.Result.Applied);
        Assert.Contains("no such table: scratch", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attached_database_is_written_and_let_go()
    {
        string other = Database.File.Path + ".other";
        await Up(Manifest()
            .Add("1_attach", $"ATTACH '{other}' AS other;\nCREATE TABLE other.t (id INTEGER);\nDETACH other;")
            .Add("2_next", "CREATE TABLE t (id INTEGER);"));

        Assert.Equal(["t"], new SqliteFile(other).Query("SELECT name FROM sqlite_master"));
        Assert.Equal("0", Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_reader_that_makes_the_commit_busy_is_waited_for()
    {
        Database.Execute("CREATE TABLE here (id INTEGER)");
        using var reader = new Reader(Database.File);
        var ended = Task.CompletedTask;
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            if (step == "execute CREATE TABLE")
            {
                reader.Begin();
            }
            else if (step.StartsWith("commit ", StringComparison.Ordinal))
            {
                ended = Task.Run(reader.EndOnceWaitedFor);
            }

            return default;
        });

        await new Migrator(Manifest().Add("1_t", "CREATE TABLE t (id INTEGER);").Build(), provider).UpAsync();
        await ended;

        Assert.Equal("completed", Scalar("SELECT state FROM __migrations"));
    }

    [Fact]
    public async Task A_commit_that_stays_busy_to_the_deadline_is_rolled_back_with_its_cause()
    {
        Database.Execute("CREATE TABLE here (id INTEGER)");
        using var reader = new Reader(Database.File);
        var provider = new SteppedProvider(Database.Provider(new SqliteProviderOptions { BusyTimeout = TimeSpan.FromMilliseconds(100) }), step =>
        {
            if (step == "execute CREATE TABLE")
            {
                reader.Begin();
            }
            else if (step.StartsWith("write failed", StringComparison.Ordinal))
            {
                reader.End();
            }

            return default;
        });

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(Manifest().Add("1_t", "CREATE TABLE t (id INTEGER);").Build(), provider).UpAsync());

        Assert.Equal(("The commit failed: database is locked", "SQLITE_BUSY"), (e.Result.Failed!.Message, e.Result.Failed.SqlState));
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 't'"));
        Assert.Equal("failed", Scalar("SELECT state FROM __migrations"));
    }

    [Fact]
    public async Task A_failure_that_cannot_be_recorded_is_still_reported_and_the_intent_stands()
    {
        Database.Execute("CREATE TABLE here (id INTEGER)");
        using var reader = new Reader(Database.File);
        var provider = new SteppedProvider(Database.Provider(new SqliteProviderOptions { BusyTimeout = TimeSpan.FromMilliseconds(100) }), step =>
        {
            if (step == "execute CREATE TABLE")
            {
                reader.Begin();
            }

            return default;
        });

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(Manifest().Add("1_t", "CREATE TABLE t (id INTEGER);").Build(), provider).UpAsync());

        Assert.Contains("could not be recorded", Assert.Single(e.Result.Failed!.Details), StringComparison.Ordinal);
        Assert.Equal("in_progress", Scalar("SELECT state FROM __migrations"));
    }

    /// <summary>A connection that keeps a read transaction open.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly SqliteFile _file;
        private readonly Microsoft.Data.Sqlite.SqliteConnection _connection;

        public Reader(SqliteFile file)
        {
            _file = file;
            _connection = file.Open();
        }

        public void Begin() => Run("BEGIN; SELECT count(*) FROM here;");

        public void End() => Run("ROLLBACK");

        /// <summary>Ends as soon as a commit waits for it, which is when newcomers are refused.</summary>
        public void EndOnceWaitedFor()
        {
            var began = Stopwatch.StartNew();
            using var newcomer = _file.Open();
            while (raw.sqlite3_exec(newcomer.Handle, "SELECT count(*) FROM here") != raw.SQLITE_BUSY)
            {
                Assert.True(began.Elapsed < TimeSpan.FromSeconds(30), "No commit waited for the reader.");
            }

            End();
        }

        public void Dispose() => _connection.Dispose();

        private void Run(string sql)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteScalar();
        }
    }
}

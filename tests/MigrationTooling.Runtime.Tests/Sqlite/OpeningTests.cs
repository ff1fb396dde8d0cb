using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Sqlite;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>What can be wrong with the file, before anything runs.</summary>
public sealed class OpeningTests : SqliteTest
{
    private static ManifestBuilder Users => Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);");

    private static Migrator At(string connectionString, SqliteProviderOptions? options = null) => new(Users.Build(), new SqliteProvider(connectionString, options));

    private string File_ => Database.File.Path;

    [Fact]
    public async Task Status_of_a_file_that_does_not_exist_is_empty_and_makes_none()
    {
        var status = await new Migrator(Users.Build(), Database.Provider()).StatusAsync();

        Assert.Equal((DatabaseState.Empty, 1), (status.State, status.Pending));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(File_)!));
    }

    [Fact]
    public async Task A_file_that_is_not_a_database_is_named_as_such_and_left_as_it_is()
    {
        string text = new('x', 5000);
        await File.WriteAllTextAsync(File_, text);
        var migrator = new Migrator(Users.Build(), Database.Provider());

        var status = await Assert.ThrowsAsync<CannotConnectException>(() => migrator.StatusAsync());
        var up = await Assert.ThrowsAsync<CannotConnectException>(() => migrator.UpAsync());

        Assert.Contains("is not a database of this kind", status.Message, StringComparison.Ordinal);
        Assert.Contains("MIG0502", up.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(File_));
    }

    [Fact]
    public async Task Where_neither_a_run_lock_nor_sqlites_own_locks_keep_runners_apart_nothing_is_run()
    {
        // This file system of SQLite's locks nothing, as a badly mounted one does.
        var lockless = new SqliteProvider($"Data Source=file:{File_}?vfs=unix-none");

        var e = await Assert.ThrowsAsync<CannotConnectException>(() => new Migrator(Users.Build(), new LocklessProvider(lockless)).UpAsync());
        Assert.Contains("two runners could not be kept apart", e.Message, StringComparison.Ordinal);
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 'users'"));

        // Either of the two is enough.
        await new Migrator(Users.Build(), lockless).UpAsync();
        Assert.Single(Query("SELECT 1 FROM sqlite_master WHERE name = 'users'"));
    }

    [Fact]
    public async Task An_empty_file_is_an_empty_database()
    {
        await File.WriteAllBytesAsync(File_, []);

        Assert.Equal(["1_users"], (await Up(Users)).Applied);
    }

    [Fact]
    public async Task A_directory_that_does_not_exist_is_named()
    {
        string directory = Path.Combine(Path.GetDirectoryName(File_)!, "nowhere");

        var e = await Assert.ThrowsAsync<CannotConnectException>(() => At($"Data Source={directory}/app.db").UpAsync());

        Assert.Contains($"the directory {directory} does not exist", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task A_directory_in_the_files_place_cannot_be_opened()
    {
        Directory.CreateDirectory(File_);

        await Assert.ThrowsAsync<CannotConnectException>(() => At($"Data Source={File_}").StatusAsync());
        await Assert.ThrowsAsync<CannotConnectException>(() => At($"Data Source={File_}").UpAsync());
    }

    [Fact]
    public async Task A_database_that_can_only_be_read_is_refused_before_anything_runs_and_status_reads_it()
    {
        Database.Execute("CREATE TABLE here (id INTEGER)");
        var readOnly = At($"Data Source=file:{File_}?mode=ro");

        var e = await Assert.ThrowsAsync<CannotConnectException>(() => readOnly.UpAsync());

        Assert.Contains("can't be written: the file is read-only", e.Message, StringComparison.Ordinal);
        Assert.Equal(DatabaseState.Empty, (await readOnly.StatusAsync()).State);
        Assert.Equal(["here"], Query("SELECT name FROM sqlite_master"));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Cache=Private")]
    public void A_database_in_memory_is_refused(string connectionString)
    {
        var e = Assert.Throws<ArgumentException>(() => new SqliteProvider(connectionString));

        Assert.StartsWith("The database must be a file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_that_keeps_the_database_locked_is_waited_for_to_the_deadline()
    {
        Database.Execute("CREATE TABLE here (id INTEGER)");
        using var writer = Database.File.Open();
        using var transaction = writer.BeginTransaction();

        var e = await Assert.ThrowsAsync<DatabaseLockedException>(() =>
            At($"Data Source={File_}", new SqliteProviderOptions { BusyTimeout = TimeSpan.FromMilliseconds(60) }).UpAsync());

        Assert.Contains("stayed busy", e.Message, StringComparison.Ordinal);
        transaction.Rollback();
        Assert.Equal(["1_users"], (await Up(Users)).Applied);
    }

    [Fact]
    public async Task A_symbolic_link_leads_to_the_same_run_lock()
    {
        Database.Execute("CREATE TABLE here (id INTEGER)");
        string link = Path.Combine(Path.GetDirectoryName(File_)!, "link.db");
        File.CreateSymbolicLink(link, File_);

        await At($"Data Source={link}").UpAsync();

        Assert.True(File.Exists(File_ + "-__migrations.lock"));
        Assert.False(File.Exists(link + "-__migrations.lock"));
    }

    [Fact]
    public async Task A_database_that_was_moved_says_so_once_and_is_at_home_after_the_next_run()
    {
        await Up(Users);
        string moved = Path.Combine(Path.GetDirectoryName(File_)!, "moved.db");
        File.Move(File_, moved);

        var status = await At($"Data Source={moved}").StatusAsync();
        Assert.Equal("MIG0513", Assert.Single(status.Findings).Rule.Id);
        Assert.Contains(File_, status.Findings[0].Message, StringComparison.Ordinal);

        await new Migrator(Users.Add("2_next", "CREATE TABLE next (id INTEGER);").Build(), new SqliteProvider($"Data Source={moved}")).UpAsync();
        Assert.Empty((await new Migrator(Users.Add("2_next", "CREATE TABLE next (id INTEGER);").Build(), new SqliteProvider($"Data Source={moved}")).StatusAsync()).Findings);
        Assert.Single(new SqliteFile(moved).Query("SELECT detail FROM __migrations_journal WHERE kind = 'moved'"));
    }

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    [InlineData("TRUNCATE")]
    [InlineData("PERSIST")]
    public async Task Every_journal_mode_is_kept_and_works(string mode)
    {
        Database.Execute($"PRAGMA journal_mode = {mode}; CREATE TABLE here (id INTEGER);");

        await Up(Users);

        Assert.Equal(mode is "WAL" ? "wal" : "delete", Scalar("PRAGMA journal_mode"));
        Assert.Equal(DatabaseState.Clean, (await new Migrator(Users.Build(), Database.Provider()).StatusAsync()).State);
    }

    [Fact]
    public async Task Status_plan_and_an_up_without_work_leave_every_file_as_it_was()
    {
        await Up(Users);
        string directory = Path.GetDirectoryName(File_)!;
        var before = Snapshot(directory);
        var migrator = new Migrator(Users.Build(), Database.Provider());

        await migrator.StatusAsync();
        await migrator.PlanAsync();
        await migrator.UpAsync();
        await new Migrator(Users.Add("2_next", "CREATE TABLE next (id INTEGER);").Build(), Database.Provider()).PlanAsync();

        Assert.Equal(before, Snapshot(directory));
    }

    [Fact]
    public async Task The_run_locks_file_stays_and_says_nothing_when_nobody_runs()
    {
        await Up(Users);

        Assert.Equal(0, new FileInfo(File_ + "-__migrations.lock").Length);
        Assert.Null((await new Migrator(Users.Build(), Database.Provider()).StatusAsync()).RunLock);
    }

    private static string[] Snapshot(string directory) => Directory.GetFiles(directory).Order(StringComparer.Ordinal)
        .Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}").ToArray();
}

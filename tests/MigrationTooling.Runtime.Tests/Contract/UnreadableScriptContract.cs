using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Storage;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>A script that was planned and can't be read when its turn comes fails its migration, on every engine: the failure is recorded, and up goes on once it is back.</summary>
public abstract class UnreadableScriptContract : EngineContract
{
    private const string NextStep = "Put the script back, and let this user read it, then: dotnet migrate up";

    private ManifestBuilder Three() => Manifest()
        .Add("1_users", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);", "DROP TABLE users;")
        .Add("2_posts", "CREATE TABLE posts (id INTEGER);", "DROP TABLE posts;")
        .Add("3_likes", "CREATE TABLE likes (id INTEGER);", "DROP TABLE likes;");

    public static TheoryData<Exception> Faults => new(new FileNotFoundException("It is gone."), new UnauthorizedAccessException("It is not for you."), new IOException("The disk is broken."));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_first_of_a_run_has_its_failure_recorded_and_nothing_is_left(Exception fault)
    {
        var e = await FailAsync(Three(), "1_users.up.sql", "written intent 1_users", fault);

        Assert.Equal((ErrorKind.Failed, $"Migration '1_users' failed: The script can't be read: {fault.Message}"), (e.Kind, e.Message));
        Assert.Equal(("Nothing of this attempt: it had not begun.", NextStep), (e.LeftBehind, e.NextStep));
        Assert.Equal($"failed|1|The script can't be read: {fault.Message}|1_users.up.sql:1:1", Scalar("SELECT state, attempt, failure_reason, failure_place FROM __migrations"));
        Assert.Equal(["intent|1", "failed|1"], Journal("1_users"));
        Assert.False(TableExists("users"));
        Assert.Equal(["1_users", "2_posts", "3_likes"], (await Up(Three())).Applied);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task One_whose_intent_was_committed_with_the_migration_before_it_fails_like_any_other(Exception fault)
    {
        var e = await FailAsync(Three(), "2_posts.up.sql", "committed completed 1_users", fault);

        Assert.Equal(("Nothing of this attempt: it had not begun.", NextStep), (e.LeftBehind, e.NextStep));
        Assert.Equal(["1_users"], e.Result.Applied);
        Assert.Equal(["1_users|completed|1", "2_posts|failed|1"], Database.Query("SELECT id, state, attempt FROM __migrations ORDER BY sequence"));
        Assert.Equal(["intent|1", "failed|1"], Journal("2_posts"));
        Assert.Equal("", Scalar("SELECT coalesce(doing, '') FROM __migrations_owner"));
        Assert.False(TableExists("posts"));
        var result = await Up(Three());
        Assert.Equal(["2_posts", "3_likes"], result.Applied);
        Assert.Equal(["2_posts"], result.Recovered);
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Behind_committed_units_it_says_that_they_stay()
    {
        var manifest = Manifest().Add("1_users", "BEGIN;\nCREATE TABLE users (id INTEGER);\nCOMMIT;\nBEGIN;\nINSERT INTO users VALUES (1);\nCOMMIT;");
        await DieAsync(manifest, "committed unit_completed 1_users", 1);

        var e = await FailAsync(manifest, "1_users.up.sql", "written intent 1_users", new FileNotFoundException("It is gone."));

        Assert.Equal("Its first 1 of 2 statements are committed (units 1 to 1 of 2); nothing behind them was begun.", e.LeftBehind);
        Assert.Equal("failed|2|1", Scalar("SELECT state, attempt, statements_done FROM __migrations"));
        Assert.Equal(["1_users"], (await Up(manifest)).Recovered);
        Assert.Equal("1", Scalar("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Behind_committed_batches_it_says_that_they_stay()
    {
        var manifest = Manifest()
            .Add("1_orders", "CREATE TABLE orders (id INTEGER, done INTEGER);\nINSERT INTO orders VALUES (1, 0), (2, 0), (3, 0);")
            .Add("2_done", "-- migrate:options batch:2\nUPDATE orders SET done = 1 WHERE id IN (SELECT id FROM orders WHERE done = 0 LIMIT 2);");
        await Migrator(manifest).UpAsync(new UpRequest { Steps = 1 });
        await DieAsync(manifest, "committed ", 1);

        var e = await FailAsync(manifest, "2_done.up.sql", "written intent 2_done", new FileNotFoundException("It is gone."));

        Assert.EndsWith("are committed, and up goes on behind them; no further batch was begun.", e.LeftBehind, StringComparison.Ordinal);
        Assert.Equal("1", Scalar("SELECT count(*) FROM orders WHERE done = 0"));
        await Up(manifest);
        Assert.Equal("0", Scalar("SELECT count(*) FROM orders WHERE done = 0"));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task One_that_breaks_off_while_it_is_read_is_rolled_back(Exception fault)
    {
        bool isBroken = false;
        var manifest = Replaced(Three(), "1_users.up.sql", text => isBroken ? new BrokenOff(text, fault) : text);
        var provider = Stepped(step => isBroken |= step == "written intent 1_users");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(manifest, provider).UpAsync());

        Assert.Equal((ErrorKind.Failed, $"Migration '1_users' failed: The script can't be read: {fault.Message}"), (e.Kind, e.Message));
        Assert.Equal(("Nothing: its transaction was rolled back.", NextStep), (e.LeftBehind, e.NextStep));
        Assert.Equal(["intent|1", "failed|1"], Journal("1_users"));
        Assert.False(TableExists("users"));
    }

    [Fact]
    public async Task A_down_script_that_is_gone_leaves_the_migration_applied()
    {
        await Up(Three());
        bool isGone = false;
        var manifest = Replaced(Three(), "3_likes.down.sql", text => isGone ? throw new FileNotFoundException("It is gone.") : text);
        var provider = Stepped(step => isGone |= step == "written rollback_intent 3_likes");

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(manifest, provider).DownAsync());

        Assert.Equal("The rollback of '3_likes' failed: The script can't be read: It is gone.", e.Message);
        Assert.Equal(
            ("Nothing of this attempt: it had not begun.", "Put the script back, and let this user read it, then: dotnet migrate down --down-from file"), (e.LeftBehind, e.NextStep));
        Assert.Equal("completed|1", Scalar("SELECT state, attempt FROM __migrations WHERE id = '3_likes'"));
        Assert.Equal(["rollback_intent|1", "rollback_failed|1"], Journal("3_likes").TakeLast(2));
        Assert.Equal(["3_likes"], (await Migrator(Three()).DownAsync(new DownRequest { From = DownSource.File })).RolledBack);
    }

    /// <summary>Runs up; from a step on a script can't be opened.</summary>
    private Task<MigrationFailedException> FailAsync(ManifestBuilder manifest, string path, string from, Exception fault)
    {
        bool isGone = false;
        var gone = Replaced(manifest, path, text => isGone ? throw fault : text);
        return Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(gone, Stepped(step => isGone |= step.StartsWith(from, StringComparison.Ordinal))).UpAsync());
    }

    /// <summary>Ends a run as a kill would, the so many-th time that it comes to a step.</summary>
    private async Task DieAsync(ManifestBuilder manifest, string at, int time)
    {
        var provider = Stepped(step =>
        {
            time -= step == at ? 1 : 0;
            if (time <= 0 && step != "unlock")
            {
                throw new Dead();
            }
        });
        await Assert.ThrowsAsync<Dead>(() => Migrator(manifest, provider: provider).UpAsync());
    }

    private static MigrationManifest Replaced(ManifestBuilder manifest, string path, Func<TextReader, TextReader> open)
    {
        var whole = manifest.Build();
        return new MigrationManifest("Test", whole.Dialect, whole.Select(m => new Migration(
            m.Id, m.Version, m.Name, m.Options, m.IsLocked, m.Aliases,
            [.. m.Scripts.Select(s => new MigrationScript(
                s.Direction, s.Variant, s.Path, s.Start, s.Length, s.H1, s.S1, s.Options, () => s.Path == path ? open(s.OpenText()) : s.OpenText()))])));
    }

    private SteppedProvider Stepped(Action<string> step) => new(Database.Provider(), at =>
    {
        step(at);
        return default;
    });

    private sealed class Dead : Exception;

    /// <summary>A text that ends with an error in its second statement.</summary>
    private sealed class BrokenOff(TextReader text, Exception fault) : TextReader
    {
        private int _left = 40;

        public override int Read(char[] buffer, int index, int count)
        {
            int read = text.Read(buffer, index, Math.Min(count, _left));
            _left -= read;
            return read > 0 ? read : throw fault;
        }
    }
}

using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What <c>redo</c> promises on every engine.</summary>
public abstract class RedoContract : EngineContract
{
    private ManifestBuilder Two(string secondUp = "CREATE TABLE posts (id INTEGER);", string secondDown = "DROP TABLE posts;") => Manifest()
        .Add("1_users", "CREATE TABLE users (id INTEGER);", "DROP TABLE users;")
        .Add("2_posts", secondUp, secondDown);

    [Fact]
    public async Task The_migration_applied_last_is_taken_back_and_applied_again_and_no_other()
    {
        await Up(Two());

        var result = await Migrator(Two().Add("3_more", "CREATE TABLE more (id INTEGER);")).RedoAsync();

        Assert.Equal(["2_posts"], result.RolledBack);
        Assert.Equal(["2_posts"], result.Applied);
        Assert.Equal(["3_more"], result.Pending);
        Assert.Equal(["intent|1", "completed|1", "rollback_intent|1", "rolled_back|1", "intent|2", "completed|2"], Journal("2_posts"));
    }

    [Fact]
    public async Task An_edited_text_is_applied_on_a_disposable_database_only_and_the_old_down_takes_the_old_one_back()
    {
        await Up(Two());
        ManifestBuilder Edited() => Two("CREATE TABLE entries (id INTEGER);", "DROP TABLE entries;");

        await Assert.ThrowsAsync<IntegrityException>(() => Migrator(Edited()).RedoAsync());
        await Migrator(Edited()).RedoAsync(new RedoRequest { IsDisposable = true });

        Assert.True(TableExists("entries"));
        Assert.False(TableExists("posts"));
    }

    [Fact]
    public async Task One_that_is_not_the_last_is_redone_where_nothing_after_it_names_the_same_and_else_refused_with_the_reason()
    {
        var manifest = Two("CREATE TABLE posts (id INTEGER PRIMARY KEY);").Add("3_comments", "CREATE TABLE comments (id INTEGER, post INTEGER REFERENCES posts (id));", "DROP TABLE comments;");
        await Up(manifest);

        Assert.Equal(["1_users"], (await Migrator(manifest).RedoAsync(new RedoRequest { Id = "1_users" })).Applied);
        var e = await Assert.ThrowsAsync<RefusedException>(() => Migrator(manifest).RedoAsync(new RedoRequest { Id = "2_posts" }));

        Assert.Contains("'3_comments', which was applied after it, names 'posts'", e.Message, StringComparison.Ordinal);
        Assert.True(TableExists("posts"));
    }

    [Fact]
    public async Task An_up_that_can_not_run_or_a_missing_down_refuses_before_anything_is_taken_back()
    {
        await Up(Two());

        await Assert.ThrowsAsync<RefusedException>(() => Migrator(Two("COMMIT;")).RedoAsync(new RedoRequest { IsDisposable = true }));
        await Assert.ThrowsAsync<RefusedException>(() => Migrator(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);", "DROP TABLE users;")).RedoAsync());

        Assert.True(TableExists("posts"));
    }

    [Fact]
    public async Task An_up_that_fails_after_the_rollback_says_what_stands_and_up_goes_on()
    {
        await Up(Two());

        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Migrator(Two("INSERT INTO nowhere VALUES (1);")).RedoAsync(new RedoRequest { IsDisposable = true }));

        Assert.Equal(["2_posts"], e.Result.RolledBack);
        Assert.StartsWith("'2_posts' was taken back, and applying it again failed", e.Message, StringComparison.Ordinal);
        Assert.Equal(["2_posts"], (await Up(Two())).Applied);
    }
}

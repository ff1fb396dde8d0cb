using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>What an operator's verbs promise on every engine.</summary>
public abstract class OperatorContract : EngineContract
{
    [Fact]
    public async Task The_history_tells_every_attempt_with_who_and_why_and_the_newest_last()
    {
        var options = new MigratorOptions { RunnerName = "ann@ops pid 7", ToolVersion = "9.9" };
        await Assert.ThrowsAsync<MigrationFailedException>(() => Migrator(Manifest().Add("1_users", "INSERT INTO nowhere VALUES (1);"), options).UpAsync());
        await Migrator(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);"), options).UpAsync();

        var history = await Migrator(Manifest()).HistoryAsync();
        var all = await Migrator(Manifest()).HistoryAsync(new HistoryRequest { Everything = true });

        Assert.Equal(["created", "failed", "completed"], history.Entries.Select(e => e.Kind));
        Assert.Equal((1, 2), (history.Entries[1].Attempt, history.Entries[2].Attempt));
        Assert.Contains("nowhere", history.Entries[1].Detail, System.StringComparison.Ordinal);
        Assert.All(history.Entries, e => Assert.Equal(("ann@ops pid 7", "9.9"), (e.Runner, e.ToolVersion)));
        Assert.Equal(["created", "owned", "intent", "failed", "released", "owned", "intent", "completed", "released"], all.Entries.Select(e => e.Kind));
        Assert.Equal(all.Entries.Select(e => e.Number).Order(), all.Entries.Select(e => e.Number));
        Assert.NotNull(all.Entries[2].H1);
        Assert.NotNull(all.Entries[2].At);
    }

    [Fact]
    public async Task The_history_of_one_migration_is_asked_for_by_its_id_and_an_unknown_one_is_an_error()
    {
        await Up(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);").Add("2_more", "CREATE TABLE more (id INTEGER);"));

        var history = await Migrator(Manifest()).HistoryAsync(new HistoryRequest { Id = "2_more" });
        var e = await Assert.ThrowsAsync<UsageException>(() => Migrator(Manifest()).HistoryAsync(new HistoryRequest { Id = "3_none" }));

        Assert.Equal(["completed"], history.Entries.Select(x => x.Kind));
        Assert.Contains("'3_none'", e.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_nobody_migrated_has_an_empty_history() =>
        Assert.Empty((await Migrator(Manifest()).HistoryAsync()).Entries);
}

using System;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>A rollback that is killed with SIGKILL, wherever: the next run ends it or gives it up by what is recorded, and no statement ran twice.</summary>
public sealed class DownKillTests : SqliteTest
{
    private Migrator Migrator => new(WitnessMigrations.WithDown().Build(), Database.Provider());

    [Theory]
    [InlineData("write rollback_intent 1_two", "completed")]
    [InlineData("written rollback_intent 1_two", "rolling_back")]
    [InlineData("begin 1_two", "rolling_back")]
    [InlineData("execute INSERT INTO", "rolling_back")]
    [InlineData("execute DROP TABLE", "rolling_back")]
    [InlineData("commit unit_completed 1_two", "rolling_back")]
    [InlineData("committed unit_completed 1_two", "rolling_back", true)]
    [InlineData("commit rolled_back 1_two", "rolling_back", true)]
    [InlineData("committed rolled_back 1_two", "rolled_back")]
    public async Task Killed_at_a_step_of_a_rollback_it_is_ended_or_given_up_and_nothing_ran_twice(string step, string state, bool isHalf = false)
    {
        await Migrator.UpAsync();
        using (var child = ChildRunner.Start(Database.File.Path, "die", step, "down", "0"))
        {
            Assert.NotEqual(0, await child.ExitAsync());
        }

        Assert.Equal(state, Scalar("SELECT state FROM __migrations WHERE id = '1_two'"));
        if (isHalf)
        {
            await Assert.ThrowsAsync<DirtyDatabaseException>(() => Migrator.UpAsync());
        }
        else
        {
            await Migrator.UpAsync();
            Assert.Equal("completed", Scalar("SELECT state FROM __migrations WHERE id = '1_two'"));
        }

        if (state != "rolled_back")
        {
            await Migrator.DownAsync();
            Assert.Equal("rolled_back", Scalar("SELECT state FROM __migrations WHERE id = '1_two'"));
        }

        Assert.Equal(["a1", "a2", "b1", "b2"], Query("SELECT what FROM witness ORDER BY what"));
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
    }
}

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Planning;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Sqlite;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>A runner that is killed with SIGKILL, wherever: the next <c>up</c> ends as an unbroken run would, and no statement ran twice.</summary>
public sealed class KillTests : IDisposable
{
    private const int Migrations = 4;
    private readonly SqliteUnderTest _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("own", 0)]
    [InlineData("write intent 0_witness", 0)]
    [InlineData("written intent 0_witness", 0)]
    [InlineData("begin 2_step", 2)]
    [InlineData("execute CREATE TABLE", 0)]
    [InlineData("execute INSERT INTO", 1)]
    [InlineData("commit completed 2_step, intent 3_step", 2)]
    [InlineData("committed completed 2_step, intent 3_step", 3)]
    [InlineData("begin 3_step", 3)]
    [InlineData("commit completed 4_step", Migrations)]
    [InlineData("committed completed 4_step", Migrations + 1)]
    [InlineData("release", Migrations + 1)]
    [InlineData("unlock", Migrations + 1)]
    public async Task Killed_at_a_step_the_next_up_ends_as_an_unbroken_run(string step, int applied)
    {
        using (var child = ChildRunner.Start(_database.File.Path, "die", step, Migrations))
        {
            Assert.NotEqual(0, await child.ExitAsync());
        }

        var status = await Migrator().StatusAsync();
        Assert.Equal(applied, status.Migrations.Count(m => m.State == History.MigrationState.Completed));
        Assert.True(status.State is DatabaseState.Empty or DatabaseState.Pending or DatabaseState.Clean, status.State.ToString());
        Assert.Null(status.RunLock);

        await Migrator().UpAsync();

        AssertEverythingRanOnce();
    }

    [Fact]
    public async Task Killed_at_random_moments_again_and_again_every_statement_ran_once()
    {
        // The child runs ahead of its words as far as the pipe holds them: so many that it can't be done before the first kill.
        const int Many = 400;
        var random = new Random(20261121);
        int kills = 0;
        for (int i = 0; i < 12; i++)
        {
            using var child = ChildRunner.Start(_database.File.Path, "tell", "", Many);
            for (int steps = random.Next(5, 60); steps > 0 && await child.ReachedAsync() is not null; steps--)
            {
                // The child runs on while its words are read, so the kill meets it anywhere, inside a COMMIT too.
            }

            child.Kill();
            kills += await child.ExitAsync() == 0 ? 0 : 1;
        }

        await new Migrator(WitnessMigrations.Manifest(Many).Build(), _database.Provider()).UpAsync();

        Assert.True(kills > 0);
        AssertEverythingRanOnce(Many);
    }

    [Fact]
    public async Task A_hot_journal_of_a_killed_writer_needs_a_writing_run_and_up_undoes_it()
    {
        using (var child = ChildRunner.Start(_database.File.Path, "die", "commit completed 1_heavy", migrations: 0))
        {
            Assert.NotEqual(0, await child.ExitAsync());
        }

        Assert.True(new FileInfo(_database.File.Path + "-journal").Length > 0);
        var heavy = new Migrator(WitnessMigrations.Heavy().Build(), _database.Provider());
        var e = await Assert.ThrowsAsync<CannotConnectException>(() => heavy.StatusAsync());
        Assert.Equal("dotnet migrate recover", e.NextStep);

        await heavy.UpAsync();

        Assert.Equal("10000", Assert.Single(_database.Query("SELECT count(*) FROM witness")));
        Assert.Equal("ok", Assert.Single(_database.Query("PRAGMA integrity_check")));
    }

    [Fact]
    public async Task A_hot_journal_is_rolled_back_by_recover_which_says_so_and_writes_it_down()
    {
        using (var child = ChildRunner.Start(_database.File.Path, "die", "commit completed 1_heavy", migrations: 0))
        {
            Assert.NotEqual(0, await child.ExitAsync());
        }

        var heavy = new Migrator(WitnessMigrations.Heavy().Build(), _database.Provider());
        Assert.Null(await heavy.PlanRecoveryAsync());

        var result = await heavy.RecoverAsync();

        Assert.Equal(["1_heavy"], result.Recovered);
        Assert.Equal("The journal of a killed writer was rolled back.", result.Notes[0]);
        Assert.Equal(["recovered|The journal of a killed writer was rolled back."], _database.Query("SELECT kind, detail FROM __migrations_journal WHERE kind = 'recovered' AND detail LIKE 'The journal%'"));
        Assert.Equal("failed", Assert.Single(_database.Query("SELECT state FROM __migrations WHERE id = '1_heavy'")));
        Assert.Equal(["1_heavy"], (await heavy.UpAsync()).Applied);
    }

    private Migrator Migrator() => new(WitnessMigrations.Manifest(Migrations).Build(), SqliteProvider.ForFile(_database.File.Path));

    private void AssertEverythingRanOnce(int migrations = Migrations)
    {
        Assert.Equal((migrations + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Single(_database.Query("SELECT count(*) FROM __migrations WHERE state = 'completed'")));
        Assert.Equal(migrations * WitnessMigrations.StatementsEach, _database.Query("SELECT what FROM witness").Count);
        Assert.Equal(migrations * WitnessMigrations.StatementsEach, _database.Query("SELECT DISTINCT what FROM witness").Count);
        Assert.Equal("ok", Assert.Single(_database.Query("PRAGMA integrity_check")));
    }
}

using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Events;
using MigrationTooling.Npgsql;
using MigrationTooling.Planning;
using MigrationTooling.Postgres.Tests;
using MigrationTooling.Runtime.Tests.Support;
using Npgsql;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>Connections that break at the worst of times: afterwards the history says what is there.</summary>
public sealed class PostgresLostConnectionTests : PostgresTest
{
    private const string EndOthers = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dotnet-migrate %' AND pid <> pg_backend_pid()";

    private static ManifestBuilder Three => Manifest()
        .Add("1_users", "CREATE TABLE users (id INTEGER);")
        .Add("2_rows", "INSERT INTO users VALUES (1);\nINSERT INTO users VALUES (2);")
        .Add("3_posts", "CREATE TABLE posts (id INTEGER);");

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_looked_up_and_the_run_goes_on()
    {
        var parts = new NpgsqlConnectionStringBuilder(Database.Server.ConnectionString);
        using var proxy = new CuttingProxy(parts.Host!, parts.Port);
        parts.Host = "127.0.0.1";
        parts.Port = proxy.Port;
        var observer = new RecordingObserver();
        var provider = new SteppedProvider(new NpgsqlProvider(parts.ConnectionString), step =>
        {
            if (step == "commit completed 2_rows, intent 3_posts")
            {
                proxy.CutAfter("COMMIT");
            }

            return default;
        });

        var result = await Migrator(Three, provider, new MigratorOptions { Observer = observer }).UpAsync();

        Assert.Equal(["1_users", "2_rows", "3_posts"], result.Applied);
        Assert.Equal("2", Scalar("SELECT count(*) FROM users"));
        Assert.Contains(observer.Of<MigrationEvent.Noted>(), n => n.Text.Contains("It was looked up: it is committed.", StringComparison.Ordinal));
        Assert.All(Query("SELECT state, attempt FROM __migrations"), row => Assert.Equal("completed|1", row));
    }

    [Theory]
    [InlineData("begin 2_rows")]
    [InlineData("execute INSERT INTO")]
    [InlineData("commit completed 2_rows, intent 3_posts")]
    [InlineData("write intent 1_users")]
    [InlineData("commit completed 1_users, intent 2_rows")]
    [InlineData("committed completed 1_users, intent 2_rows")]
    public async Task A_session_that_is_ended_at_a_step_leaves_nothing_half_done_and_up_ends_as_an_unbroken_run(string at)
    {
        bool isDone = false;
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            if (step == at && !isDone)
            {
                isDone = true;
                Database.Execute(EndOthers);
            }

            return default;
        });

        Exception? e = await Record.ExceptionAsync(() => Up(Three, provider));
        var result = await Up(Three);

        Assert.True(isDone);
        Assert.True(e is null or MigratorException, e?.ToString());
        Assert.Equal(DatabaseState.Clean, result.State);
        Assert.Equal(["1_users", "2_rows", "3_posts"], Query("SELECT id FROM __migrations WHERE state = 'completed' ORDER BY sequence"));
        Assert.Equal("2", Scalar("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task A_statement_whose_session_is_ended_is_named_and_recorded_over_a_new_connection()
    {
        var failure = await Fails(Manifest().Add("1_users", "CREATE TABLE users (id INTEGER);\nSELECT pg_terminate_backend(pg_backend_pid());"));

        Assert.Equal(("57P01", "See that the server runs"), (failure.SqlState, failure.Remedy));
        Assert.Equal("failed", Scalar("SELECT state FROM __migrations"));
        Assert.Empty(Query("SELECT 1 FROM pg_tables WHERE tablename = 'users'"));
        Assert.Equal(["intent", "failed"], Query("SELECT kind FROM __migrations_journal WHERE migration = '1_users' ORDER BY entry").ToArray());
    }
}

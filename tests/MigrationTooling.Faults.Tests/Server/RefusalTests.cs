using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>What a server refuses for reasons outside of the script: the message says what to mend there, and then up goes on.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task The_victim_of_a_deadlock_is_rolled_back_and_up_goes_on()
    {
        using var project = Project("INSERT INTO witness VALUES ('1a');\nLOCK TABLE la;\nSELECT pg_advisory_xact_lock(42);\nLOCK TABLE lb;\nINSERT INTO witness VALUES ('1b');");
        project.Database.Execute("CREATE TABLE la (id integer); CREATE TABLE lb (id integer)");
        await using var gate = await SqlAsync(project, "SELECT pg_advisory_lock(42)");

        // It never looks for deadlocks itself, so the tool's session is the one that finds it.
        await using var other = await SqlAsync(project, "SET deadlock_timeout = '1h'; BEGIN; LOCK TABLE lb");
        await using var run = RunningTool.Start(project.Project, project.Database.Url, "up");
        await project.Database.UntilAsync("SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted");
        await using var taking = new NpgsqlCommand("LOCK TABLE la", other) { CommandTimeout = 0 };
        var taken = taking.ExecuteNonQueryAsync();
        await project.Database.UntilAsync($"SELECT count(*) = 1 FROM pg_locks WHERE pid = {other.ProcessID} AND NOT granted");
        await RunAsync(gate, "SELECT pg_advisory_unlock(42)");
        await taken;
        await RunAsync(other, "ROLLBACK");
        var end = await run.EndAsync();

        if (end.ExitCode != 0)
        {
            end.AssertSays(1, "deadlock detected", "Nothing");
            Assert.Contains("DETAIL: Process", end.Error, StringComparison.Ordinal);
            await project.FollowAsync(end, ["up"]);
        }

        AssertOnce(project);
    }

    [Fact]
    public async Task A_lock_timeout_that_the_script_sets_is_its_own_and_leaves_nothing()
    {
        using var project = Project("INSERT INTO witness VALUES ('1a');\nSET LOCAL lock_timeout = '50ms';\nLOCK TABLE la;\nINSERT INTO witness VALUES ('1b');");
        project.Database.Execute("CREATE TABLE la (id integer)");
        await using var other = await SqlAsync(project, "BEGIN; LOCK TABLE la");

        var run = await project.Tool.RunAsync("up");

        run.AssertSays(1, "55P03", "Nothing");
        await RunAsync(other, "ROLLBACK");
        await project.FollowAsync(run, ["up"]);
        AssertOnce(project);
    }

    [Fact]
    public async Task A_history_that_another_session_locks_is_waited_for()
    {
        using var project = Project("INSERT INTO witness VALUES ('1a');\nINSERT INTO witness VALUES ('1b');");
        await project.Tool.ExpectAsync(0, "up", "--steps", "1");
        await using var other = await SqlAsync(project, "BEGIN; LOCK TABLE __migrations");
        await using var run = RunningTool.Start(project.Project, project.Database.Url, "up");
        await project.Database.UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE relation = 'public.__migrations'::regclass AND NOT granted");

        await RunAsync(other, "ROLLBACK");

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        AssertOnce(project);
    }

    [Fact]
    public async Task A_limit_of_temporary_files_is_named_as_what_is_to_mend()
    {
        using var project = Project("INSERT INTO witness VALUES ('1a');\nSELECT count(*) FROM (SELECT g FROM generate_series(1, 200000) g ORDER BY g::text) s;\nINSERT INTO witness VALUES ('1b');");
        project.Database.Execute($"ALTER DATABASE {project.Database.Name} SET temp_file_limit = '64kB'; ALTER DATABASE {project.Database.Name} SET work_mem = '64kB'");

        var run = await project.Tool.RunAsync("up");

        run.AssertSays(1, "temp_file_limit", "Nothing");
        Assert.Contains("Raise the limit", run.Error, StringComparison.Ordinal);
        project.Database.Execute($"ALTER DATABASE {project.Database.Name} RESET ALL");
        await project.FollowAsync(run, ["up"]);
        AssertOnce(project);
    }

    [Fact]
    public async Task A_database_that_is_read_only_by_default_is_read_and_not_written()
    {
        using var project = Project("INSERT INTO witness VALUES ('1a');\nINSERT INTO witness VALUES ('1b');");
        project.Database.Execute($"ALTER DATABASE {project.Database.Name} SET default_transaction_read_only = on");

        var run = await project.Tool.RunAsync("up");
        await project.Tool.ExpectAsync(0, "status");

        run.AssertSays(6, "read-only transaction", "Nothing");
        Assert.Contains("default_transaction_read_only", run.Error, StringComparison.Ordinal);
        Assert.False(project.HasHistory);
        PostgresServer.Execute(PostgresServer.ConnectionString, $"ALTER DATABASE {project.Database.Name} RESET ALL");
        await project.FollowAsync(run, ["up"]);
        AssertOnce(project);
    }

    [Fact]
    public async Task A_role_that_may_not_create_is_told_which_right_it_needs()
    {
        using var project = Project("INSERT INTO witness VALUES ('1a');\nINSERT INTO witness VALUES ('1b');");
        string role = "lesser_" + project.Database.Name;
        project.Database.Execute($"CREATE ROLE {role} LOGIN PASSWORD '{PostgresCluster.Password}'; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        project.Tool.With("MIGRATE_DATABASE_URL", project.Database.Url.Replace("//" + PostgresCluster.User + ":", $"//{role}:", StringComparison.Ordinal));
        try
        {
            var run = await project.Tool.RunAsync("up");

            run.AssertSays(6, "permission denied for schema public", "Nothing");
            Assert.Contains("GRANT USAGE, CREATE ON SCHEMA \"public\"", run.Error, StringComparison.Ordinal);
            project.Database.Execute($"GRANT USAGE, CREATE ON SCHEMA public TO {role}");
            await project.FollowAsync(run, ["up"]);
            AssertOnce(project);
        }
        finally
        {
            project.Database.Execute($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    private static ServerProject Project(string script)
    {
        var project = new ServerProject();
        project.Project.Migration("001_one", script);
        return project;
    }

    private static void AssertOnce(ServerProject project)
    {
        Assert.Equal(["1a|1", "1b|1"], project.Database.Query("SELECT what, count(*) FROM witness GROUP BY what ORDER BY what"));
        Assert.Equal("completed", project.State("001_one"));
        project.AssertJournal();
    }

    private static async Task<NpgsqlConnection> SqlAsync(ServerProject project, string sql)
    {
        var connection = project.Database.Open();
        await RunAsync(connection, sql);
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

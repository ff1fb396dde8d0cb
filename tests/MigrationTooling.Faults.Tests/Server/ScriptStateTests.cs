using System;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>Scripts that change the session they run in, or its transaction.</summary>
public sealed class ScriptStateTests
{
    [Fact]
    public async Task What_a_script_does_to_its_session_holds_for_nobody_else_and_keeps_no_history_from_being_written()
    {
        using var project = new ServerProject();
        string role = "actor_" + project.Database.Name;
        project.Project
            .Migration("001_path", "SELECT pg_catalog.set_config('search_path', '', false);\nINSERT INTO public.witness VALUES ('1');")
            .Migration("002_path", "INSERT INTO witness VALUES ('2');\nSET search_path = elsewhere;")
            .Migration("003_strings", "SET standard_conforming_strings = off;\nSET escape_string_warning = off;\nINSERT INTO witness VALUES ('\\063');")
            .Migration("004_strings", "INSERT INTO witness VALUES ('4\\');")
            .Migration("005_role", $"CREATE ROLE {role};\nGRANT INSERT ON witness TO {role};\nSET ROLE {role};\nINSERT INTO witness VALUES ('5');")
            .Migration("006_discard", "INSERT INTO witness VALUES ('6a');\nDISCARD ALL;\nINSERT INTO witness VALUES ('6b');")
            .Migration("007_temporary", "CREATE TEMP TABLE passing (what text);\nINSERT INTO passing VALUES ('7');\nINSERT INTO witness SELECT what FROM passing;")
            .Migration("008_temporary", "CREATE TEMP TABLE passing (what text);\nINSERT INTO passing VALUES ('8');\nINSERT INTO witness SELECT what FROM passing;")
            .Migration("009_authorization", $"SET SESSION AUTHORIZATION {role};\nINSERT INTO witness VALUES ('9');");
        try
        {
            await project.Tool.ExpectAsync(0, "up");

            Assert.Equal(["1", "2", "3", "4\\", "5", "6a", "6b", "7", "8", "9"], project.Database.Query("SELECT what FROM witness ORDER BY what"));
            project.AssertJournal();
            Assert.Equal("0", project.Database.Query("SELECT count(*) FROM __migrations WHERE state <> 'completed'")[0]);
        }
        finally
        {
            project.Database.Execute($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_commit_in_a_do_block_is_rolled_back_and_answered_with_the_way_to_write_it()
    {
        const string Script = "INSERT INTO witness VALUES ('1a');\nDO $$ BEGIN INSERT INTO witness VALUES ('1b'); COMMIT; END $$;";
        using var project = new ServerProject();
        project.Project.Migration("001_one", Script);

        var run = await project.Tool.RunAsync("up");

        run.AssertSays(1, "2D000", "Nothing");
        Assert.Contains("migrate:options transaction:false", run.Error, StringComparison.Ordinal);
        project.Project.Migration("001_one", "-- migrate:options transaction:false\n" + Script);
        await project.FollowAsync(run, ["up"]);
        AssertOnce(project);
    }

    [Fact]
    public async Task A_fresh_label_that_no_statement_names_is_answered_with_the_way_to_write_it()
    {
        const string Label = "ALTER TYPE mood ADD VALUE 'new';", Use = "INSERT INTO witness VALUES ('1a');\nINSERT INTO moods SELECT ('n' || 'ew')::mood;\nINSERT INTO witness VALUES ('1b');";
        using var project = new ServerProject();
        project.Database.Execute("CREATE TYPE mood AS ENUM ('old'); CREATE TABLE moods (m mood)");
        project.Project.Migration("002_one", Label + "\n" + Use);

        var run = await project.Tool.RunAsync("up");

        run.AssertSays(1, "55P04", "Nothing");
        Assert.Contains("Add the label in a migration of its own before this one", run.Error, StringComparison.Ordinal);
        project.Project.Migration("001_label", Label).Migration("002_one", Use);
        await project.FollowAsync(run, ["up"]);
        AssertOnce(project);
        Assert.Equal(["new"], project.Database.Query("SELECT m::text FROM moods"));
    }

    private static void AssertOnce(ServerProject project)
    {
        Assert.Equal(["1a|1", "1b|1"], project.Database.Query("SELECT what, count(*) FROM witness GROUP BY what ORDER BY what"));
        project.AssertJournal();
    }
}

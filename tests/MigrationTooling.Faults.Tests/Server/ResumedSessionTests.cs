using System;
using System.Threading.Tasks;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>What the committed units of a killed migration had set in their session, when the next run goes on behind them.</summary>
public sealed class ResumedSessionTests
{
    private const string Set = "SET work_mem = '9MB';\nSELECT pg_catalog.set_config('search_path', 'elsewhere, public', false), set_config('app.kind', 'it''s', false) AS kind;";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_between_two_units_what_SET_and_set_config_set_holds_for_the_units_that_are_left(bool isPooled)
    {
        using var project = Project(Set);
        using var pooler = isPooled ? new PgBouncer("transaction", project.Database) : null;
        if (pooler is not null)
        {
            project.Through(pooler);
        }

        await KillBeforeAsync(project, "CREATE TABLE made");
        Assert.Equal("in_progress", project.State("001_units"));
        await project.Tool.ExpectAsync(0, "up", "--no-lock-file", "--wait", "600");

        Assert.Equal(["elsewhere"], project.Database.Query("SELECT schemaname FROM pg_tables WHERE tablename = 'made'"));
        Assert.Equal(["9MB it's"], project.Database.Query("SELECT what FROM witness"));
        project.AssertJournal();
    }

    [Fact]
    public async Task Killed_behind_a_set_config_whose_value_it_does_not_know_the_migration_is_not_taken_up()
    {
        using var project = Project(Set.Replace("'it''s'", "(SELECT 'it''s' FROM taken)", StringComparison.Ordinal));
        project.Database.Execute("CREATE TABLE IF NOT EXISTS taken (what text)");

        await KillBeforeAsync(project, "CREATE TABLE made");
        var run = await project.Tool.ExpectAsync(4, "up", "--no-lock-file");

        Assert.Contains("'001_units' was interrupted after unit 1, and what is left needs what 'set_config' of unit 1 set, which ended with its connection.", run.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate resolve 001_units --as completed", run.Error, StringComparison.Ordinal);
        Assert.Equal(["0"], project.Database.Query("SELECT count(*) FROM pg_tables WHERE tablename = 'made'"));
    }

    private static ServerProject Project(string sets)
    {
        var project = new ServerProject();
        project.Project
            .Migration("000_witness", "CREATE TABLE witness (what text);\nCREATE TABLE IF NOT EXISTS taken (what text);\nCREATE SCHEMA elsewhere;")
            .Migration(
                "001_units",
                $"BEGIN;\n{sets}\nCOMMIT;\nBEGIN;\nCREATE TABLE made (a int);\nCOMMIT;\nBEGIN;\nINSERT INTO witness SELECT current_setting('work_mem') || ' ' || current_setting('app.kind');\nCOMMIT;");
        return project;
    }

    private static async Task KillBeforeAsync(ServerProject project, string statement)
    {
        bool isKilled = false;
        var run = await project.RunAsync(
            (message, _, tool) =>
            {
                if (isKilled || (message is { IsFromClient: true, Type: WireMessage.Parse } && message.Text.Contains(statement, StringComparison.Ordinal)))
                {
                    tool.Kill();
                    isKilled = true;
                    return new(Passing.CutBefore);
                }

                return new(Passing.On);
            },
            "up", "--no-lock-file", "--lease", "1");
        Assert.True(run.WasKilled, run.End.Output + run.End.Error);
    }
}

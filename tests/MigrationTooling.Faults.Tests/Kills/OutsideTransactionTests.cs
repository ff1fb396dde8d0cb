using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using MigrationTooling.Faults.Tests.Support;
using Xunit;

namespace MigrationTooling.Faults.Tests.Kills;

/// <summary>Statements that SQLite refuses inside a transaction: killed between one and its record, it is run once more, and nothing else is.</summary>
public sealed class OutsideTransactionTests
{
    private const string Url = "sqlite:app.db";

    [Theory]
    [InlineData("~ATTACH", 'E')]
    [InlineData("~INSERT INTO other.w", 'B')]
    [InlineData("~DETACH", 'B')]
    [InlineData("~DETACH", 'E')]
    [InlineData("~PRAGMA journal_mode", 'E')]
    [InlineData("~VACUUM", 'E')]
    [InlineData("~'1c'", 'B')]
    public async Task Killed_between_the_statement_and_its_record_the_next_up_ends_as_an_unbroken_run(string place, char edge)
    {
        using var unbroken = Mixed();
        await unbroken.Tool.ExpectAsync(0, "up", "-u", Url);
        using var project = Mixed();
        var run = await project.RunAsync(project.Fault(Deed.Kill, place, edge), "up", "-u", Url);
        Assert.True(run.WasKilled, run.End.Error);

        await project.Tool.ExpectAsync(0, "up", "-u", Url);

        Assert.Equal(unbroken.Content(), project.Content());
        Assert.Equal(["1o"], DatabaseFile.Query(project.At("other.db"), "SELECT what FROM w"));
        Assert.Equal(["wal"], DatabaseFile.Query(project.At("app.db"), "PRAGMA journal_mode"));
    }

    private static Project Mixed() => Witnessed.Project(0).Migration(
        "001_mixed",
        """
        INSERT INTO witness VALUES ('1a');
        ATTACH 'other.db' AS other;
        CREATE TABLE other.w (what TEXT);
        INSERT INTO other.w VALUES ('1o');
        INSERT INTO witness VALUES ('1b');
        DETACH other;
        PRAGMA journal_mode = WAL;
        VACUUM;
        INSERT INTO witness VALUES ('1c');
        """);
}

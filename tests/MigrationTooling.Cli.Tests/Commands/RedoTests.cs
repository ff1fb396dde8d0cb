using System;
using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>The command <c>redo</c>, and the sample shop all the way down and up again, as processes on real files.</summary>
public sealed class RedoTests
{
    [Theory]
    [InlineData("redo")]
    [InlineData("rerun")]
    public async Task The_last_migration_is_taken_back_and_applied_again_and_the_lock_stays(string verb)
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        string locked = project.Lock;

        var result = await project.Tool.JsonAsync(0, verb);

        Assert.Equal("002_orders", result.GetProperty("rolledBack")[0].GetString());
        Assert.Equal("002_orders", result.GetProperty("applied")[0].GetString());
        Assert.Equal(locked, project.Lock);
    }

    [Fact]
    public async Task An_edited_text_is_applied_with_disposable_and_refused_without()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up", "--disposable");
        project.Migration("002_orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);", "DROP TABLE orders;");

        await project.Tool.ExpectAsync(3, "redo");
        await project.Tool.ExpectAsync(0, "redo", "--disposable");

        Assert.Equal(["1"], DatabaseFile.Query(project.At("app.db"), "SELECT CAST(count(*) AS TEXT) FROM pragma_table_info('orders') WHERE name = 'total'"));
    }

    [Fact]
    public async Task A_draft_that_its_own_up_locked_may_be_edited_on_a_disposable_database_and_its_line_goes()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        project.Migration("002_orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);", "DROP TABLE orders;");

        await project.Tool.ExpectAsync(3, "redo");
        var run = await project.Tool.ExpectAsync(0, "redo", "--disposable");

        Assert.Contains("no longer locked: 002_orders", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n002_orders ", project.Lock, StringComparison.Ordinal);
        Assert.Equal(["1"], DatabaseFile.Query(project.At("app.db"), "SELECT CAST(count(*) AS TEXT) FROM pragma_table_info('orders') WHERE name = 'total'"));
        await project.Tool.ExpectAsync(0, "verify");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_team_froze_is_no_draft(bool isCommitted)
    {
        using var project = await UpTests.FreshAsync();
        if (!isCommitted)
        {
            // Somebody locked it; this database's up did not.
            await project.Tool.ExpectAsync(0, "lock");
        }

        await project.Tool.ExpectAsync(0, "up");
        if (isCommitted)
        {
            await GitRepository.InitAsync(project.Path);
            await project.Git.CommitAsync("applied");
        }

        project.Migration("002_orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);", "DROP TABLE orders;");

        var run = await project.Tool.ExpectAsync(3, "redo", "--disposable");

        Assert.Contains("MIG0001", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_shop_goes_all_the_way_down_and_up_again_to_the_same_schema()
    {
        using var project = new Project();
        await project.Tool.ExpectAsync(0, "init");
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "samples", "shop", "migrations"), "*.sql"))
        {
            project.Write("migrations/" + Path.GetFileName(file), File.ReadAllText(file));
        }

        const string Schema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE '\\_\\_migrations%' ESCAPE '\\' AND name NOT LIKE 'sqlite_%' ORDER BY type, name";
        // One of them takes rows away and says that nothing brings them back.
        const string Forgotten = "migrations/20260427083000_forget_closed_customers";
        await project.Tool.ExpectAsync(0, "up");
        Assert.Contains("forget_closed_customers' is irreversible", (await project.Tool.ExpectAsync(7, "down", "--all", "--yes")).Error, StringComparison.Ordinal);
        File.Delete(project.At("app.db"));
        project.Delete("migrations/migrations.lock");
        project.Write(Forgotten + ".up.sql", project.Read(Forgotten + ".up.sql").Replace("irreversible:true", "", StringComparison.Ordinal))
            .Write(Forgotten + ".down.sql", "-- Nothing: what is forgotten stays forgotten.\n");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Tool.ExpectAsync(0, "up");
        var before = DatabaseFile.Query(project.At("app.db"), Schema);

        await project.Tool.ExpectAsync(0, "down", "--all", "--yes");
        Assert.Empty(DatabaseFile.Query(project.At("app.db"), Schema));
        await project.Tool.ExpectAsync(0, "up");

        Assert.NotEmpty(before);
        Assert.Equal(before, DatabaseFile.Query(project.At("app.db"), Schema));
    }
}

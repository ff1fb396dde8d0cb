using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>A script above a megabyte is read ahead and hashed less; nothing of what it means may change by that.</summary>
public sealed class LargeScriptTests : SqliteTest
{
    private const int Rows = 1200;

    [Fact]
    public async Task A_large_script_runs_whole_and_its_text_is_not_kept()
    {
        await Up(Manifest().Add("1_large", Large()));

        Assert.Equal($"{Rows}", Scalar("SELECT count(*) FROM t"));
        Assert.Equal($"completed|{Rows + 1}|{Rows + 1}|", Scalar("SELECT state, statements_done, statements_total, units_done FROM __migrations"));
        Assert.Equal("0", Scalar("SELECT count(*) FROM __migrations_text"));
    }

    [Fact]
    public async Task A_large_script_of_several_units_is_taken_up_behind_those_that_are_committed()
    {
        string units = $"BEGIN;\n{Large()}COMMIT;\n";
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_large", units + "INSERT INTO nowhere VALUES (1);")));

        await Up(Manifest().Add("1_large", units + "INSERT INTO t VALUES (0, 'last');"));

        Assert.Equal($"{Rows + 1}", Scalar("SELECT count(*) FROM t"));
        Assert.Equal("completed|2", Scalar("SELECT state, attempt FROM __migrations"));
    }

    [Fact]
    public async Task A_large_script_of_several_units_whose_committed_unit_changed_is_refused()
    {
        string units = $"BEGIN;\n{Large()}COMMIT;\n";
        await Assert.ThrowsAsync<MigrationFailedException>(() => Up(Manifest().Add("1_large", units + "INSERT INTO nowhere VALUES (1);")));

        await Assert.ThrowsAsync<DirtyDatabaseException>(() => Up(Manifest().Add("1_large", units.Replace("'row 7 ", "'ROW 7 ", StringComparison.Ordinal) + "SELECT 1;")));
    }

    [Fact]
    public async Task A_statement_that_fails_in_a_large_script_is_placed_at_its_own_line()
    {
        var failure = await Fails(Large().Replace("INSERT INTO t VALUES (900,", "INSERT INTO t VALUES (899,", StringComparison.Ordinal));

        Assert.Equal((901, "SQLITE_CONSTRAINT_PRIMARYKEY"), (failure.Line, failure.SqlState));
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 't'"));
    }

    [Fact]
    public async Task A_large_text_that_is_another_when_it_is_run_is_not_committed()
    {
        var manifest = Manifest().Add("1_large", Large()).Build();
        int opened = 0;
        var migration = manifest[0];
        var changing = new MigrationManifest(manifest.Name, manifest.Dialect, [migration with
        {
            Scripts = migration.Scripts.Select(s => s with
            {
                OpenText = () => new StringReader(opened++ == 0 ? Large() : Large().Replace("'row 7 ", "'ROW 7 ", StringComparison.Ordinal)),
            }).ToArray(),
        }]);

        await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(changing, Database.Provider()).UpAsync());

        Assert.Equal("failed|The script changed after it was planned.", Scalar("SELECT state, failure_reason FROM __migrations"));
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 't'"));
    }

    [Fact]
    public async Task A_large_script_is_cancelled_between_two_statements_and_rolled_back()
    {
        using var cancel = new CancellationTokenSource();
        int statements = 0;
        var provider = new SteppedProvider(Database.Provider(), step =>
        {
            if (step.StartsWith("execute INSERT", StringComparison.Ordinal) && ++statements == 500)
            {
                cancel.Cancel();
            }

            return default;
        });

        await Assert.ThrowsAsync<RunCancelledException>(() => new Migrator(Manifest().Add("1_large", Large()).Build(), provider).UpAsync(null, cancel.Token));

        Assert.Equal("failed|Cancelled by the operator.", Scalar("SELECT state, failure_reason FROM __migrations"));
        Assert.Empty(Query("SELECT 1 FROM sqlite_master WHERE name = 't'"));
    }

    private static string Large()
    {
        var text = new StringBuilder("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\n");
        for (int i = 1; i <= Rows; i++)
        {
            text.Append("INSERT INTO t VALUES (").Append(i).Append(", 'row ").Append(i).Append(' ').Append('x', 1000).Append("');\n");
        }

        return text.ToString();
    }
}

using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Planning;
using MigrationTooling.Postgres.Tests;
using MigrationTooling.Runtime.Tests.Contract;
using MigrationTooling.Runtime.Tests.Support;
using Npgsql;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Postgres;

/// <summary>Statements that can't be in a transaction, ended in the middle: the catalog says what became of them, never a guess.</summary>
public sealed class InDoubtTests : EngineContract
{
    private const string Indexes = "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 't'::regclass ORDER BY 1";

    protected override IDatabaseUnderTest CreateDatabase() => new PostgresUnderTest();

    private PostgresUnderTest Server => (PostgresUnderTest)Database;

    private const string Script = "CREATE TABLE t (a int, b text);\nINSERT INTO t SELECT g, 'x' FROM generate_series(1, 50) g;";

    private ManifestBuilder Table() => Manifest().Add("1_table", Script);

    private ManifestBuilder With(string script) => Table().Add("2_outside", script);

    /// <summary>Runs up until its statement waits for a writer of ours, and ends its server session there.</summary>
    private async Task<MigratorException> TerminateInTheMiddleAsync(ManifestBuilder manifest, string waitsFor, bool staysInTheWay = false)
    {
        await Up(Table());
        await using var writer = await Server.Server.Open().BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("INSERT INTO t VALUES (1000, 'y')", writer.Connection, writer))
        {
            await insert.ExecuteNonQueryAsync();
        }

        var run = Up(manifest);
        string pid = await UntilAsync(() => First(
            $"SELECT pid FROM pg_stat_activity WHERE query ILIKE '%{waitsFor}%' AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"));
        Database.Query($"SELECT pg_terminate_backend({pid})");
        if (!staysInTheWay)
        {
            await writer.RollbackAsync();
        }

        return await Assert.ThrowsAnyAsync<MigratorException>(() => run);
    }

    /// <summary>Runs up until its index is made and not recorded, and dies there; the index is left as one that was never finished.</summary>
    private async Task DieWithAnInvalidIndexAsync(ManifestBuilder manifest)
    {
        await Up(Table());
        var dying = new SteppedProvider(Database.Provider(), step => First("SELECT 1 FROM pg_index WHERE indrelid = 't'::regclass") is null ? default : throw new InvalidOperationException("killed"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrator(manifest, provider: dying).UpAsync());
        Database.Execute("UPDATE pg_index SET indisvalid = false WHERE indrelid = 't'::regclass");
        Assert.NotEqual("", InDoubt());
    }

    private static async Task<string> UntilAsync(Func<string?> look)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (look() is { } seen)
            {
                return seen;
            }

            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "What was waited for did not happen.");
            await Look.AgainAsync();
        }
    }

    private string? First(string sql) => Database.Query(sql) is [var first, ..] ? first : null;

    private async Task<(bool? Resumes, string? InDoubt)> StatusAsync(ManifestBuilder manifest)
    {
        var status = (await Migrator(manifest).StatusAsync()).Migrations.Single(m => m.Id == "2_outside");
        return (status.Resumes, status.InDoubt);
    }

    private string InDoubt() => Scalar("SELECT coalesce(in_doubt, '') FROM __migrations WHERE id = '2_outside'");

    [Fact]
    public async Task Before_the_statement_the_row_keeps_what_there_was_and_behind_it_nothing()
    {
        await Up(With("CREATE INDEX CONCURRENTLY ON t (a);\nCREATE TABLE u (a int);"));

        Assert.Equal("", InDoubt());
        Assert.Equal(["t_a_idx|True"], Database.Query(Indexes));
        Assert.Equal(
            ["intent", "statement_intent", "unit_completed", "completed"],
            Database.Query("SELECT kind FROM __migrations_journal WHERE migration = '2_outside' ORDER BY entry"));
        Assert.Equal("unit 1: CREATE INDEX CONCURRENTLY", Scalar("SELECT detail FROM __migrations_journal WHERE kind = 'statement_intent'"));
    }

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a);", "t_a_idx|True", true)]
    [InlineData("CREATE INDEX CONCURRENTLY i ON t (lower(b)) WHERE a > 3;", "i|True", false)]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON public.t USING btree (a DESC, b);", "i|True", false)]
    public async Task An_index_build_whose_session_was_terminated_leaves_one_valid_index_after_the_next_up(string script, string index, bool staysInTheWay)
    {
        var manifest = With(script + "\nCREATE TABLE u (a int);");
        var e = await TerminateInTheMiddleAsync(manifest, "CREATE INDEX CONCURRENTLY", staysInTheWay);
        if (staysInTheWay)
        {
            // What the build waited for is in the way of taking the rest of it away as well.
            Assert.Contains("what it left is still there", e.LeftBehind, StringComparison.Ordinal);
            Assert.Equal(index.Replace("True", "False", StringComparison.Ordinal), Assert.Single(Database.Query(Indexes)));
            Assert.NotEqual("", InDoubt());
            Assert.Equal(DatabaseState.Dirty, (await Migrator(manifest).StatusAsync()).State);
            Assert.Equal(
                (true, "CREATE INDEX CONCURRENTLY: it left the invalid index public.t_a_idx, which nobody builds; up drops that and runs the statement again."),
                await StatusAsync(manifest));
        }
        else
        {
            Assert.Contains("which nobody builds; dropped", e.LeftBehind, StringComparison.Ordinal);
            Assert.Empty(Database.Query(Indexes));
            Assert.Equal("", InDoubt());
        }

        Assert.Equal(["2_outside"], (await Up(manifest)).Applied);

        Assert.Equal([index], Database.Query(Indexes));
        Assert.Equal("", InDoubt());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_runner_killed_while_its_index_is_built_leaves_one_valid_index_after_the_next_up(bool sessionEndsFirst)
    {
        const string Concurrently = "CREATE INDEX CONCURRENTLY ON t (a);\nCREATE TABLE u (a int);";
        await Up(Table());
        await using var writer = await Server.Server.Open().BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("INSERT INTO t VALUES (1000, 'y')", writer.Connection, writer))
        {
            await insert.ExecuteNonQueryAsync();
        }

        const string Building = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'";
        using (var child = ChildRunner.Start("postgres", Server.Server.ConnectionString, Script, Concurrently))
        {
            await UntilAsync(() => First(Building + " AND wait_event_type = 'Lock'"));
            Assert.Equal((null, null), await StatusAsync(With(Concurrently)));
            child.Kill();
            await child.ExitAsync();
        }

        if (sessionEndsFirst)
        {
            await UntilAsync(() => Database.Query(Building).Count == 0 ? "gone" : null);
        }

        await writer.RollbackAsync();

        // While the dead runner's session is at work, nobody takes over; the run waits for it.
        Assert.Equal(["2_outside"], (await Up(With(Concurrently))).Applied);

        Assert.Equal(["t_a_idx|True"], Database.Query(Indexes));
        Assert.Equal("", InDoubt());
        Assert.StartsWith("CREATE INDEX CONCURRENTLY was interrupted", Scalar("SELECT detail FROM __migrations_journal WHERE kind = 'recovered' AND migration = '2_outside'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_was_done_when_its_runner_died_is_not_made_twice()
    {
        var manifest = With("CREATE INDEX CONCURRENTLY ON t (a);\nCREATE TABLE u (a int);");
        await Up(Table());
        var dying = new SteppedProvider(Database.Provider(), step => step.StartsWith("commit unit_completed", StringComparison.Ordinal) ? throw new InvalidOperationException("killed") : default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrator(manifest, provider: dying).UpAsync());
        Assert.NotEqual("", InDoubt());
        var (resumes, words) = await StatusAsync(manifest);
        Assert.True(resumes);
        Assert.StartsWith("CREATE INDEX CONCURRENTLY is done: the index public.t_a_idx is new and valid", words, StringComparison.Ordinal);
        (resumes, words) = await StatusAsync(With("CREATE INDEX CONCURRENTLY ON t (b);\nCREATE TABLE u (a int);"));
        Assert.False(resumes);
        Assert.StartsWith("CREATE INDEX CONCURRENTLY is done, and has another text now", words, StringComparison.Ordinal);

        Assert.Equal(["2_outside"], (await Up(manifest)).Applied);

        Assert.Equal(["t_a_idx|True"], Database.Query(Indexes));
        Assert.Equal((null, null), await StatusAsync(manifest));
    }

    [Fact]
    public async Task A_unique_index_that_fails_on_duplicates_is_cleaned_at_once_and_up_goes_on_once_they_are_gone()
    {
        var manifest = With("CREATE TABLE u (a int);\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (b);");
        var e = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(manifest));

        Assert.Empty(Database.Query(Indexes));
        Assert.Contains("public.i, which nobody builds; dropped", e.LeftBehind, StringComparison.Ordinal);
        Assert.Contains("1 of 2 statements are committed", e.LeftBehind, StringComparison.Ordinal);
        Assert.Equal("", InDoubt());

        Database.Execute("UPDATE t SET b = a");
        await Up(manifest);
        Assert.Equal(["i|True"], Database.Query(Indexes));
    }

    [Fact]
    public async Task An_index_of_that_name_with_another_definition_is_a_question_for_a_person()
    {
        var manifest = With("CREATE INDEX CONCURRENTLY i ON t (a);");
        await DieWithAnInvalidIndexAsync(manifest);
        Database.Execute("DROP INDEX i");
        Database.Execute("CREATE INDEX i ON t (b)");

        var (resumes, words) = await StatusAsync(manifest);
        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Up(manifest));

        Assert.False(resumes);
        Assert.Contains("The index public.i was not there before", words, StringComparison.Ordinal);
        Assert.Contains("The index public.i was not there before", e.LeftBehind, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate resolve 2_outside --as", e.NextStep, StringComparison.Ordinal);
        Assert.Equal(["i|True"], Database.Query(Indexes));
        Database.Execute("DROP INDEX i");
        await Up(manifest);
        Assert.Equal(["i|True"], Database.Query(Indexes));
    }

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY i ON t (a);", "CREATE INDEX i ON t (a);", "i|True")]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a);", "CREATE INDEX ON t (a);", "t_a_idx|True")]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a);", "CREATE TABLE v (a int);", "")]
    public async Task An_interrupted_build_that_was_written_as_another_statement_since_leaves_nothing_of_its_own(string script, string edited, string index)
    {
        await DieWithAnInvalidIndexAsync(With("CREATE TABLE u (a int);\n" + script));

        await Up(With("-- migrate:options transaction:false\nCREATE TABLE u (a int);\n" + edited));

        Assert.Equal(index.Length == 0 ? [] : [index], Database.Query(Indexes));
        Assert.Equal("", InDoubt());
        Assert.Equal("completed", Scalar("SELECT state FROM __migrations WHERE id = '2_outside'"));
    }

    [Fact]
    public async Task A_drop_that_was_interrupted_is_done_again()
    {
        var manifest = With("DROP INDEX CONCURRENTLY old;");
        await Up(Table());
        Database.Execute("CREATE INDEX old ON t (a)");
        await TerminateInTheMiddleAsync(manifest, "DROP INDEX CONCURRENTLY");

        await Up(manifest);

        Assert.Empty(Database.Query(Indexes));
    }

    [Fact]
    public async Task A_reindex_that_was_interrupted_leaves_no_second_index()
    {
        var manifest = With("REINDEX TABLE CONCURRENTLY t;");
        await Up(Table());
        Database.Execute("CREATE INDEX i ON t (a)");
        await TerminateInTheMiddleAsync(manifest, "REINDEX TABLE");

        await Up(manifest);

        Assert.Equal(["i|True"], Database.Query(Indexes));
    }

    [Fact]
    public async Task A_procedure_that_commits_needs_transaction_false_and_interrupted_it_is_a_question()
    {
        const string Procedure = "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$BEGIN INSERT INTO t VALUES (-1, 'p'); COMMIT; PERFORM 1 / (SELECT count(*) FROM t WHERE b = 'go'); END$$;";
        var inside = await Assert.ThrowsAsync<MigrationFailedException>(() => Up(With(Procedure + "\nCALL p();")));
        Assert.Contains("transaction:false", inside.NextStep + inside.Message + inside.ToString(), StringComparison.Ordinal);

        var outside = With("-- migrate:options transaction:false\n" + Procedure + "\nCALL p();");
        await Assert.ThrowsAnyAsync<MigratorException>(() => Up(outside));
        Assert.Equal("1", Scalar("SELECT count(*) FROM t WHERE a = -1"));
        var e = await Assert.ThrowsAsync<DirtyDatabaseException>(() => Up(outside));
        Assert.Contains("unit 2 (line 3, 1 statement): in doubt", e.LeftBehind, StringComparison.Ordinal);
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>A project whose every statement leaves one row in a table without a key, and a server's database for it.</summary>
internal sealed class ServerProject : IDisposable
{
    public ServerProject(int migrations = 0, PostgresDatabase? database = null)
    {
        Database = database ?? new PostgresDatabase();
        Project = new Project().Write("migrate.json", """{"dialect":"postgresql"}""")
            .Migration("000_witness", "CREATE TABLE witness (what text);\nCREATE TABLE taken (what text);", "DROP TABLE witness;\nDROP TABLE taken;");
        foreach (int i in Enumerable.Range(1, migrations))
        {
            Project.Migration(Witnessed.Id(i), i % 3 == 0 ? InUnits(i) : InOneUnit(i), i % 3 == 0 ? BackInUnits(i) : BackInOneUnit(i));
        }

        Project.Tool.With("MIGRATE_DATABASE_URL", Database.Url);
    }

    private int? _port;

    // "See that the server listens" is all there is to say where it did not answer: what follows is what was typed.
    private static readonly string[] Again = ["run the command again", "pg_isready", "try again in a moment"];

    public Project Project { get; }

    public PostgresDatabase Database { get; }

    public Tool Tool => Project.Tool;

    /// <summary>From now on every command goes through a pooler.</summary>
    public ServerProject Through(PgBouncer pooler)
    {
        _port = pooler.Port;
        Tool.With("MIGRATE_DATABASE_URL", pooler.Url);
        return this;
    }

    /// <summary>What the database holds of the user's, and what its history says of it, without what differs from run to run.</summary>
    public IReadOnlyList<string> Content() =>
    [
        .. Database.Query("SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_migrations%' ORDER BY 1"),
        .. Database.Query("SELECT i.indexrelid::regclass || ' ' || i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE '\\_\\_migrations%' ORDER BY 1"),
        .. Database.Query("SELECT what || ' x ' || count(*) FROM witness GROUP BY what ORDER BY what"),
        .. Database.Query("SELECT 'taken ' || what || ' x ' || count(*) FROM taken GROUP BY what ORDER BY what"),
        .. Database.Query("SELECT id || ' ' || state || ' ' || statements_done || ' of ' || statements_total || ' ' || up_h1 || ' ' || units_done FROM __migrations ORDER BY sequence"),
    ];

    /// <summary>A migration's state; null where there is no row.</summary>
    public string? State(string id) => HasHistory ? Database.Query($"SELECT state FROM __migrations WHERE id = '{id}'").SingleOrDefault() : null;

    public bool HasHistory => Database.Query("SELECT to_regclass('public.__migrations') IS NOT NULL")[0] == "True";

    /// <summary>The kinds of a migration's journal entries, in order.</summary>
    public IReadOnlyList<string> Journal(string id) => Database.Query($"SELECT kind FROM __migrations_journal WHERE migration = '{id}' ORDER BY entry");

    /// <summary>Each attempt has its intent, each migration ended once, no row was written twice.</summary>
    public void AssertJournal()
    {
        Assert.Empty(Database.Query(
            """
            SELECT m.id || ' attempt ' || m.attempt FROM __migrations m
            WHERE m.attempt <> (SELECT count(*) FROM __migrations_journal j WHERE j.migration = m.id AND j.kind = 'intent')
              OR 1 <> (SELECT count(*) FROM __migrations_journal j WHERE j.migration = m.id AND j.kind = 'completed')
            """));
        Assert.Empty(Database.Query("SELECT what FROM witness GROUP BY what HAVING count(*) <> 1"));
    }

    /// <summary>Runs the tool through a relay that asks at every message.</summary>
    public async Task<RelayedRun> RunAsync(Func<WireMessage, RelayedSession, RunningTool, ValueTask<Passing>> meets, params string[] arguments)
    {
        await using var relayed = Start(meets, arguments);
        return await relayed.EndAsync();
    }

    /// <summary>Kills the tool at a message, which is passed on or lost.</summary>
    public async Task<RelayedRun> KillAsync((WireMessage Message, Passing Passing) place, params string[] arguments)
    {
        var run = await RunAsync(
            (message, _, tool) =>
            {
                if (!message.IsAt(place.Message))
                {
                    return new(Passing.On);
                }

                Assert.Equal(place.Message.Place, message.Place);
                tool.Kill();
                return new(place.Passing);
            },
            arguments);
        Assert.True(run.WasKilled, $"{place}: exit {run.End.ExitCode} {run.End.Error}");
        return run;
    }

    public StartedRun Start(Func<WireMessage, RelayedSession, RunningTool, ValueTask<Passing>> meets, params string[] arguments) => StartAt(_port, meets, arguments);

    /// <summary>The same where the relay leads to a pooler; null for the server.</summary>
    public StartedRun StartAt(int? port, Func<WireMessage, RelayedSession, RunningTool, ValueTask<Passing>> meets, params string[] arguments)
    {
        var started = new TaskCompletionSource<RunningTool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        var relay = new Relay(server.Host!, port ?? server.Port, async (message, session) => await meets(message, session, await started.Task));
        string url = string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql://{server.Username}:{Uri.EscapeDataString(server.Password ?? "")}@127.0.0.1:{relay.Port}/{Database.Name}?sslmode=disable");
        var tool = RunningTool.Start(Project, url, arguments);
        started.SetResult(tool);
        return new StartedRun(relay, tool);
    }

    /// <summary>Follows what a failed run says must be typed next, until the database is as it should be.</summary>
    public async Task FollowAsync(ProcessRun said, string[] again)
    {
        const string Command = "dotnet migrate ";
        for (int step = 0; step < 3; step++)
        {
            Assert.DoesNotContain("A fault in dotnet-migrate", said.Error, StringComparison.Ordinal);
            string? line = (said.Error + "\n" + said.Output).Split('\n').LastOrDefault(l => l.Contains(Command, StringComparison.Ordinal));
            string[] words = line is null ? [] : line[(line.LastIndexOf(Command, StringComparison.Ordinal) + Command.Length)..].TrimEnd('.', '`').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(words.Length > 0 || Again.Any(a => said.Error.Contains(a, StringComparison.Ordinal)), "No next command in: " + said.Output + said.Error);
            said = await Tool.ExpectAsync(0, words.Length > 0 ? words : again);
            if (words is not ["status", ..])
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        Project.Dispose();
        Database.Dispose();
    }

    private static string InOneUnit(int i) =>
        $"""
        CREATE TABLE t{i} (id integer);
        INSERT INTO witness VALUES ('{i}a');
        INSERT INTO witness VALUES ('{i}b');
        INSERT INTO witness VALUES ('{i}c');
        """;

    private static string BackInOneUnit(int i) =>
        $"""
        DROP TABLE t{i};
        INSERT INTO taken VALUES ('{i}a');
        DELETE FROM witness WHERE what ~ '^{i}[abc]$';
        INSERT INTO taken VALUES ('{i}b');
        """;

    private static string InUnits(int i) =>
        $"""
        BEGIN;
        CREATE TABLE t{i} (id integer);
        INSERT INTO witness VALUES ('{i}a');
        COMMIT;
        BEGIN;
        INSERT INTO witness VALUES ('{i}b');
        COMMIT;
        INSERT INTO witness VALUES ('{i}c');
        """;

    private static string BackInUnits(int i) =>
        $"""
        BEGIN;
        DROP TABLE t{i};
        INSERT INTO taken VALUES ('{i}a');
        COMMIT;
        DELETE FROM witness WHERE what ~ '^{i}[abc]$';
        INSERT INTO taken VALUES ('{i}b');
        """;
}

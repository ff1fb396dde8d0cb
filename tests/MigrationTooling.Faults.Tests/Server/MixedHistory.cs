using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Commands;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>
/// A history in which statements that can't be in a transaction stand among those that can: indexes with a name, without one and unique,
/// VACUUM, REINDEX, a partition that is detached, an enum's label that is used later, and a file that declares itself.
/// </summary>
internal static class MixedHistory
{
    private static readonly string[] Beginnings = ["CREATE INDEX CONCURRENTLY", "CREATE UNIQUE INDEX CONCURRENTLY", "DROP INDEX CONCURRENTLY", "REINDEX", "VACUUM", "ALTER TABLE p"];
    private static readonly string[] Answers = ["CREATE INDEX", "DROP INDEX", "REINDEX", "VACUUM", "ALTER TABLE"];

    public static ServerProject Project()
    {
        var project = new ServerProject();
        project.Project
            .Migration(
                "001_tables",
                """
                CREATE TABLE t (a integer, b text);
                INSERT INTO t SELECT g, 'row ' || g FROM generate_series(1, 50) g;
                CREATE TABLE p (k integer) PARTITION BY RANGE (k);
                CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
                CREATE TYPE mood AS ENUM ('old');
                CREATE TABLE moods (m mood);
                INSERT INTO witness VALUES ('1');
                """,
                "DROP TABLE t, p, moods;\nDROP TYPE mood;\nDELETE FROM witness WHERE what = '1';\nINSERT INTO taken VALUES ('1');")
            .Migration(
                "002_mixed",
                """
                INSERT INTO witness VALUES ('2a');
                CREATE INDEX CONCURRENTLY t_named ON t (a);
                INSERT INTO witness VALUES ('2b');
                CREATE INDEX CONCURRENTLY ON t (b);
                CREATE UNIQUE INDEX CONCURRENTLY t_unique ON t (a, b);
                VACUUM t;
                INSERT INTO witness VALUES ('2c');
                """,
                """
                INSERT INTO taken VALUES ('2a');
                DROP INDEX CONCURRENTLY t_unique;
                CREATE INDEX CONCURRENTLY ON t (a, b);
                DELETE FROM witness WHERE what LIKE '2_';
                DROP INDEX CONCURRENTLY t_b_idx;
                INSERT INTO taken VALUES ('2b');
                DROP INDEX CONCURRENTLY t_named;
                """)
            .Migration(
                "003_mixed",
                """
                REINDEX TABLE CONCURRENTLY t;
                ALTER TYPE mood ADD VALUE 'new';
                INSERT INTO moods VALUES ('new');
                ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;
                INSERT INTO witness VALUES ('3');
                """)
            .Migration("004_declared", "-- migrate:options transaction:false\nINSERT INTO witness VALUES ('4a');\nREINDEX INDEX t_named;\nINSERT INTO witness VALUES ('4b');")
            .Migration("005_last", "CREATE TABLE t5 (id integer);\nINSERT INTO witness VALUES ('5');");
        return project;
    }

    /// <summary>What the database holds: its schema as pg_dump writes it, all rows, and the history without what differs from run to run.</summary>
    public static async Task<IReadOnlyList<string>> ContentAsync(this ServerProject project) =>
    [
        .. project.Content(),
        .. project.Database.Query("SELECT id || ' in doubt ' || coalesce(in_doubt, '') FROM __migrations ORDER BY sequence"),
        .. project.Database.Query("SELECT 'mood ' || m || ' x ' || count(*) FROM moods GROUP BY m"),
        await new Psql(project.Project, project.Database).SchemaAsync(),
    ];

    /// <summary>A statement that can't be in a transaction, on its way to the server.</summary>
    public static bool IsOutside(WireMessage message) =>
        message is { IsFromClient: true, Type: WireMessage.Execute } && Beginnings.Any(b => Unmarked(message.Text).StartsWith(b, StringComparison.Ordinal));

    // Where a lease is held, such a statement bears a comment with runner and token.
    private static string Unmarked(string statement) => statement.StartsWith("/* ", StringComparison.Ordinal) ? statement[(statement.IndexOf(" */ ", StringComparison.Ordinal) + 4)..] : statement;

    /// <summary>What the server answers when one is done. The outcome is not recorded yet.</summary>
    public static bool IsOutsideDone(WireMessage message) => message is { IsFromClient: false, Type: WireMessage.CommandComplete } && Answers.Contains(message.Text);

    public static bool IsCommit(WireMessage message) =>
        message is { Text: "COMMIT", Type: WireMessage.Execute, IsFromClient: true } or { Text: "COMMIT", Type: WireMessage.CommandComplete, IsFromClient: false };

    /// <summary>Does what <c>status</c> names after a run that can't say anything any more.</summary>
    public static async Task FollowStatusAsync(this ServerProject project)
    {
        ProcessRun status = await project.Tool.ExpectAsync(0, "status");
        if (!status.Output.Contains("Nothing is pending.", StringComparison.Ordinal))
        {
            await project.FollowAsync(status, ["up"]);
        }
    }

    /// <summary>Each attempt and each end is told, and so is what became of every statement that an attempt left in doubt.</summary>
    public static void AssertMixedJournal(this ServerProject project)
    {
        project.AssertJournal();
        project.AssertDoubtsAreTold();
    }

    /// <summary>The journal tells what became of every statement that an attempt left in doubt.</summary>
    public static void AssertDoubtsAreTold(this ServerProject project) => Assert.Empty(project.Database.Query(
        """
        SELECT s.migration || ': ' || s.detail || ' and then ' || n.kind
        FROM __migrations_journal s
        CROSS JOIN LATERAL (SELECT kind FROM __migrations_journal j WHERE j.migration = s.migration AND j.entry > s.entry AND j.kind NOT IN ('intent', 'rollback_intent') ORDER BY j.entry LIMIT 1) n
        WHERE s.kind = 'statement_intent' AND n.kind NOT IN ('unit_completed', 'completed', 'recovered', 'failed', 'rolled_back', 'rollback_failed')
        """));
}

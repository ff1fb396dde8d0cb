using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Sql;

namespace MigrationTooling.Planning;

/// <summary>
/// The statements that PostgreSQL 12 to 18 refuse inside a transaction, as one table. Where the text does not tell (REINDEX and CLUSTER of a
/// partitioned table, CALL of a procedure that commits), it stays inside, fails with 25001 or 2D000, and is answered with
/// <c>transaction:false</c>, which takes it outside.
/// </summary>
internal static class OutsideTransaction
{
    /// <summary>The oldest server version that is supported.</summary>
    public const int OldestServer = 12;

    /// <summary>The table. The first row that matches counts.</summary>
    public static IReadOnlyList<OutsideRule> All { get; } =
    [
        new(OutsideKind.CreateIndex, "CREATE [UNIQUE] INDEX CONCURRENTLY"),
        new(OutsideKind.DropIndex, "DROP INDEX CONCURRENTLY"),
        new(OutsideKind.ReindexConcurrently, "REINDEX [()] TABLE|INDEX|SCHEMA|DATABASE|SYSTEM CONCURRENTLY"),
        new(OutsideKind.ReindexConcurrently, "REINDEX (CONCURRENTLY)"),
        new(OutsideKind.ReindexMany, "REINDEX [()] SCHEMA|DATABASE|SYSTEM"),
        new(OutsideKind.Vacuum, "VACUUM"),
        new(OutsideKind.Cluster, "CLUSTER [VERBOSE] [()] END"),
        new(OutsideKind.AlterSystem, "ALTER SYSTEM"),
        new(OutsideKind.CreateDatabase, "CREATE DATABASE"),
        new(OutsideKind.DropDatabase, "DROP DATABASE"),
        new(OutsideKind.MoveDatabase, "ALTER DATABASE NAME SET TABLESPACE"),
        new(OutsideKind.CreateTablespace, "CREATE TABLESPACE"),
        new(OutsideKind.DropTablespace, "DROP TABLESPACE"),
        new(OutsideKind.CreateSubscription, "CREATE SUBSCRIPTION", Unless: "create_slot=false connect=false"),
        new(OutsideKind.AlterSubscription, "ALTER SUBSCRIPTION NAME REFRESH", From: 14),
        new(OutsideKind.AlterSubscription, "ALTER SUBSCRIPTION NAME SET|ADD|DROP PUBLICATION", From: 14, Unless: "refresh=false"),
        new(OutsideKind.AlterSubscription, "ALTER SUBSCRIPTION NAME SET (FAILOVER|TWO_PHASE=ANY)", From: 17),
        new(OutsideKind.DropSubscription, "DROP SUBSCRIPTION"),
        new(OutsideKind.DetachPartition, "ALTER TABLE ... DETACH PARTITION NAME CONCURRENTLY", From: 14),
        new(OutsideKind.AddEnumValue, "ALTER TYPE NAME ADD VALUE", Before: 12),
        new(OutsideKind.DiscardAll, "DISCARD ALL"),
        new(OutsideKind.Reindex, "REINDEX") { OnlyDeclared = true },
        new(OutsideKind.ClusterTable, "CLUSTER") { OnlyDeclared = true },
        new(OutsideKind.Call, "CALL") { OnlyDeclared = true },
        new(OutsideKind.Call, "DO") { OnlyDeclared = true },
    ];

    private static readonly Dictionary<string, OutsideRule[]> ByFirstWord =
        All.GroupBy(rule => rule.Matcher.FirstWord).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Whether the text of a statement that begins with this keyword is looked at.</summary>
    public static bool Reads(string firstKeyword) => ByFirstWord.ContainsKey(firstKeyword);

    /// <summary>What a statement is; <see cref="OutsideKind.None"/> for one that can be in a transaction.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="isDeclared">The script says <c>transaction:false</c>.</param>
    /// <param name="serverVersion">The server's major version; null takes what is safe on every supported one.</param>
    public static OutsideKind Of(SqlStatement statement, bool isDeclared, int? serverVersion)
    {
        if (statement.Keywords.Count == 0 || !ByFirstWord.TryGetValue(statement.Keywords[0], out var rules))
        {
            return OutsideKind.None;
        }

        StatementWords? words = null;
        foreach (var rule in rules)
        {
            if ((isDeclared || !rule.OnlyDeclared) && rule.HoldsFor(serverVersion) && rule.Matcher.CanMatch(statement) && rule.Matcher.Matches(words ??= StatementWords.Of(statement.Text)))
            {
                return rule.Kind;
            }
        }

        return OutsideKind.None;
    }
}

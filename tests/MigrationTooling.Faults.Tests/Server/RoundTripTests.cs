using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Faults.Tests.Support;
using Xunit;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>
/// How often the tool waits for the server, counted in the protocol: it waits for an answer once for each Sync and each simple query at most.
/// </summary>
public class RoundTripTests
{
    [Fact]
    public async Task With_nothing_pending_one_connection_waits_three_times_at_most_whatever_was_applied()
    {
        foreach (int migrations in new[] { 1, 12 })
        {
            using var project = new ServerProject(migrations);
            await project.Tool.ExpectAsync(0, "up");

            var run = await RunAsync(project, "up");

            Assert.Equal(0, run.End.ExitCode);
            Assert.Equal([0], run.Messages.Select(m => m.Session).Distinct());
            Assert.InRange(Waits(run.Messages), 1, 3);
        }
    }

    [Fact]
    public async Task A_small_migration_behind_the_first_waits_once_and_is_one_transaction()
    {
        var (few, more) = (await UpAsync(1), await UpAsync(2));

        Assert.Equal(Waits(few) + 1, Waits(more));
        Assert.Equal(Commits(few) + 1, Commits(more));
    }

    [Fact]
    public async Task An_intent_alone_is_not_flushed_and_everything_else_is()
    {
        var messages = await UpAsync(2);

        string[] statements = [.. messages.Where(m => m is { IsFromClient: true, Type: WireMessage.Parse }).Select(m => m.Text)];
        var transactions = Transactions(statements);
        var intents = transactions.Where(t => t.Any(s => s.Contains("_owner\" SET doing", StringComparison.Ordinal))).ToArray();
        var unflushed = transactions.Where(t => t.Any(s => s.Contains("synchronous_commit", StringComparison.Ordinal))).ToArray();
        Assert.Equal(3, intents.Length);
        Assert.Equal(intents[0], Assert.Single(unflushed));
        Assert.All(intents.Skip(1), t => Assert.Contains(t, s => s.Contains("SET state = $1", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<WireMessage>> UpAsync(int migrations)
    {
        using var project = new ServerProject(migrations);
        var run = await RunAsync(project, "up");
        Assert.Equal(0, run.End.ExitCode);
        return run.Messages;
    }

    private static int Commits(IEnumerable<WireMessage> messages) =>
        messages.Count(m => m is { IsFromClient: true, Type: WireMessage.Execute, Text: "COMMIT" });

    private static Task<RelayedRun> RunAsync(ServerProject project, params string[] arguments) =>
        project.RunAsync((_, _, _) => new ValueTask<Passing>(Passing.On), arguments);

    private static int Waits(IEnumerable<WireMessage> messages) =>
        messages.Count(m => m is { IsFromClient: true, Type: WireMessage.Sync or WireMessage.Query });

    private static List<List<string>> Transactions(IEnumerable<string> statements)
    {
        var transactions = new List<List<string>>();
        foreach (string statement in statements)
        {
            if (statement.StartsWith("BEGIN", StringComparison.Ordinal) || transactions.Count == 0)
            {
                transactions.Add([]);
            }

            transactions[^1].Add(statement);
        }

        return transactions;
    }
}

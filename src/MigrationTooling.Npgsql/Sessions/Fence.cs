using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Storage;
using Npgsql;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>
/// Makes a runner that lost its lock harmless: each transaction first locks the owner row and looks whether it still is the owner. The
/// look is a division by the number of rows that say so, so that the server itself stops a pipeline in which none does.
/// </summary>
internal static class Fence
{
    public static void Add(Pipeline pipeline, HistoryNames names, long token) => pipeline.Add(
        StepKind.Fence, $"SELECT 1 / count(*) FROM (SELECT FROM {names.Owner} WHERE id = 1 AND token = $1 FOR UPDATE) f", token);

    /// <summary>Also that the migration's row is the one this runner's intent wrote.</summary>
    public static void Add(Pipeline pipeline, HistoryNames names, long token, HistoryRow row) => pipeline.Add(
        StepKind.Fence,
        $"""
        SELECT 1 / count(*) FROM (
          SELECT FROM {names.Owner} o JOIN {names.Rows} r ON r.id = $2 AND r.state = $3 AND r.attempt = $4
          WHERE o.id = 1 AND o.token = $1 FOR UPDATE OF o) f
        """,
        token, row.Id, row.State.Word(), row.Attempt);

    /// <summary>
    /// That the transaction is the one that passed the fence: it alone has the owner row locked, so the row bears its number.
    /// </summary>
    public static void AddStillOurs(Pipeline pipeline, HistoryNames names, long token) => pipeline.Add(
        StepKind.StillOurs,
        $"""
        SELECT 1 / count(*) FROM {names.Owner}
        WHERE id = 1 AND token = $1 AND xmax::text = (pg_catalog.txid_current_if_assigned() % 4294967296)::text
        """,
        token);

    public static bool IsRefusal(ServerError error, StepKind kind) => error.Step?.Kind == kind && error.Code == PostgresErrorCodes.DivisionByZero;

    /// <summary>Who is the owner now, asked once the transaction is rolled back.</summary>
    public static async ValueTask<DatabaseFaultException> LostAsync(ServerSession session, HistoryNames names, long token, string? migration, ServerError error)
    {
        var answers = await session.ReadAsync(
            new Pipeline().Add(StepKind.Plumbing, $"SELECT token, runner FROM {names.Owner} WHERE id = 1"), CancellationToken.None).ConfigureAwait(false);
        bool isOwner = answers[0] is [var row] && (long)row[0]! == token;
        string? runner = answers[0] is [var owner] ? (string?)owner[1] : null;
        return new DatabaseFaultException(
            isOwner && migration is not null
                ? new DatabaseFault.FenceLost($"The row of '{migration}' was changed by somebody else.", null)
                : new DatabaseFault.FenceLost($"Another runner took over: {runner ?? "nobody we know"}.", runner),
            error);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.History;

/// <summary>Reads the journal and kept texts back.</summary>
internal static class JournalReading
{
    private static readonly string[] Columns = ["entry", "at", "kind", "migration", "attempt", "h1", "s1", "detail", "token", "runner", "tool_version"];

    public static async ValueTask<IReadOnlyList<JournalRecord>> ReadAsync(ServerSession session, HistoryPlace place, CancellationToken cancellationToken)
    {
        // A newer major may lack columns of ours, or the table.
        if (!place.HasHistory || !place.Has(place.Names.JournalName, "entry"))
        {
            return [];
        }

        string columns = string.Join(", ", Columns.Select(c => place.Has(place.Names.JournalName, c) ? c : "NULL"));
        var answers = await session.ReadAsync(
            new Pipeline().Add(StepKind.Plumbing, $"SELECT {columns} FROM {place.Names.Journal} ORDER BY entry"), cancellationToken).ConfigureAwait(false);
        return answers[0].Select(Record).ToArray();
    }

    public static async ValueTask<StoredText?> ReadTextAsync(ServerSession session, HistoryPlace place, string h1, CancellationToken cancellationToken)
    {
        if (!place.HasHistory || !place.Has(place.Names.TextName, "content"))
        {
            return null;
        }

        var answers = await session.ReadAsync(
            new Pipeline().Add(StepKind.Plumbing, $"SELECT masked, content FROM {place.Names.Texts} WHERE h1 = $1", h1), cancellationToken).ConfigureAwait(false);
        return answers[0] is [var row] ? new StoredText(h1, HistoryValues.Content((byte[])row[1]!), Convert.ToInt32(row[0], null) != 0) : null;
    }

    private static JournalRecord Record(object?[] row) =>
        new(Convert.ToInt64(row[0], null), HistoryValues.Time((string?)row[1]), (string)row[2]!, (string?)row[3], Convert.ToInt32(row[4] ?? 0, null))
        {
            H1 = (string?)row[5],
            S1 = (string?)row[6],
            Detail = (string?)row[7],
            Token = Convert.ToInt64(row[8] ?? 0L, null),
            Runner = (string?)row[9] ?? "",
            ToolVersion = (string?)row[10] ?? "",
        };
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.History;
using MigrationTooling.Results;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>history</c> shows.</summary>
internal static class HistoryPage
{
    private const int ShownHash = 12;

    public static string Json(HistoryReport history) => JsonText.Write(json => json.Objects("entries", history.Entries, entry =>
    {
        json.WriteNumber("entry", entry.Number);
        json.Text("at", JsonText.Time(entry.At));
        json.WriteString("kind", entry.Kind);
        json.Text("migration", entry.Migration);
        json.WriteNumber("attempt", entry.Attempt);
        json.Text("h1", entry.H1);
        json.Text("s1", entry.S1);
        json.Text("detail", entry.Detail);
        json.WriteNumber("token", entry.Token);
        json.WriteString("runner", entry.Runner);
        json.WriteString("toolVersion", entry.ToolVersion);
    }));

    public static string Text(HistoryReport history, bool isVerbose, TerminalStyle style)
    {
        if (history.Entries.Count == 0)
        {
            return $"{history.Database.Url} has no history.\n";
        }

        string[] headers = isVerbose
            ? ["entry", "at (UTC)", "what", "migration", "attempt", "h1", "s1", "token", "who", "version", "why"]
            : ["at (UTC)", "what", "migration", "who", "why"];
        return PlainTable.Render(headers, history.Entries.Select(e => isVerbose ? All(e) : Usual(e)), style);
    }

    private static string[] Usual(JournalRecord entry) =>
        [Time(entry.At), What(entry), entry.Migration ?? "", entry.Runner, Line(entry.Detail)];

    private static string[] All(JournalRecord entry) =>
    [
        entry.Number.ToString(CultureInfo.InvariantCulture), Time(entry.At), entry.Kind, entry.Migration ?? "",
        entry.Attempt == 0 ? "" : entry.Attempt.ToString(CultureInfo.InvariantCulture), Hash(entry.H1), Hash(entry.S1),
        entry.Token.ToString(CultureInfo.InvariantCulture), entry.Runner, entry.ToolVersion, Line(entry.Detail),
    ];

    // A beginning stands alone only where its end is missing.
    private static string What(JournalRecord entry)
    {
        string kind = entry.Kind == JournalKind.Intent.Word() || entry.Kind == JournalKind.RollbackIntent.Word() ? entry.Kind + ", no end" : entry.Kind;
        return entry.Attempt > 1 ? string.Create(CultureInfo.InvariantCulture, $"{kind} (attempt {entry.Attempt})") : kind;
    }

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static string Hash(string? hash) => hash is { Length: > ShownHash } ? hash[..ShownHash] : hash ?? "";

    private static string Line(string? text) => text?.ReplaceLineEndings(" ") ?? "";
}

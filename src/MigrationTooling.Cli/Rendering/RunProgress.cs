using System;
using System.Globalization;
using MigrationTooling.Events;
using MigrationTooling.History;

namespace MigrationTooling.Cli.Rendering;

/// <summary>How far the running migration is: which of how many, statements, bytes, time. Pure; the clock is the caller's.</summary>
/// <param name="Started">The migration.</param>
/// <param name="Statements">How many statements were run.</param>
/// <param name="BytesRead">How much of its text was read.</param>
internal sealed record RunProgress(MigrationEvent.MigrationStarted Started, int Statements, long BytesRead)
{
    /// <summary>What its batches changed; null for a script that runs once.</summary>
    public BatchProgress? Batches { get; init; }

    // Below this, bytes say nothing that the statements don't.
    private const long LargeScript = 1024 * 1024;

    /// <summary>One line: <c>3 of 19  003_orders  statement 12 of 400, 3.1 of 12.4 MB, 0:04</c>, the id cut where the line would be wider.</summary>
    public string Line(TimeSpan elapsed, int? width = null)
    {
        string head = $"{Number(Started.Number)} of {Number(Started.Count)}  ";
        string tail = "  " + Position(elapsed);
        int room = (width ?? int.MaxValue) - head.Length - tail.Length;
        string id = Started.Id.Length <= room ? Started.Id : room > 1 ? Started.Id[..(room - 1)] + "…" : "";
        return head + id + tail;
    }

    /// <summary>Statements, bytes of a large script, and time.</summary>
    public string Position(TimeSpan elapsed)
    {
        // The read-ahead and what normalising left out must not show as more than there is.
        string bytes = Started.Bytes >= LargeScript ? $", {Megabytes(Math.Min(BytesRead, Started.Bytes))} of {Megabytes(Started.Bytes)} MB" : "";
        string statement = Batches is not null ? Batches.ToString()
            : Started.Statements > 0 ? $"statement {Number(Math.Min(Statements + 1, Started.Statements))} of {Number(Started.Statements)}"
            : "no statement";
        return $"{statement}{bytes}, {(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}

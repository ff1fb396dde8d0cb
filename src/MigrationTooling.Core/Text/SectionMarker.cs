using System;
using System.Linq;
using MigrationTooling.Model;

namespace MigrationTooling.Text;

/// <summary>
/// A line that begins a section of a one-file migration: <c>-- migrate:up</c> and <c>-- migrate:down</c>, options may
/// follow; <c>-- +goose Up</c> and <c>-- +goose Down</c>. It stands at the line's first column. Markers are found by line,
/// not by token, so that an unterminated string in one section can't swallow the next.
/// </summary>
/// <param name="Direction">What the section does.</param>
/// <param name="Line">The whole line.</param>
/// <param name="Tail">Index in <paramref name="Line"/> of what follows the marker.</param>
internal sealed record SectionMarker(Direction Direction, string Line, int Tail)
{
    private const string Own = "migrate:";
    private const string Goose = "+goose";

    /// <summary>Longer lines are no markers; so much of a line is looked at.</summary>
    public const int LongestLine = 1024;

    /// <summary>The marker this line is; null for any other line.</summary>
    public static SectionMarker? Parse(string line)
    {
        if (!line.StartsWith("--", StringComparison.Ordinal))
        {
            return null;
        }

        int word = SkipBlanks(line, 2);
        if (StartsAt(line, word, Own, StringComparison.Ordinal))
        {
            return Match(line, word + Own.Length, StringComparison.Ordinal);
        }

        int direction = SkipBlanks(line, word + Goose.Length);
        bool isGoose = StartsAt(line, word, Goose, StringComparison.Ordinal) && direction > word + Goose.Length;
        return isGoose && Match(line, direction, StringComparison.OrdinalIgnoreCase) is { } marker && SkipBlanks(line, marker.Tail) == line.Length
            ? marker
            : null;
    }

    private static SectionMarker? Match(string line, int at, StringComparison comparison)
    {
        (string Word, Direction Direction)[] words = [("up", Direction.Up), ("down", Direction.Down)];
        return words
            .Where(w => StartsAt(line, at, w.Word, comparison))
            .Where(w => at + w.Word.Length == line.Length || IsBlank(line[at + w.Word.Length]))
            .Select(w => new SectionMarker(w.Direction, line, at + w.Word.Length))
            .FirstOrDefault();
    }

    private static bool StartsAt(string line, int at, string word, StringComparison comparison) =>
        at <= line.Length && string.Compare(line, at, word, 0, word.Length, comparison) == 0;

    private static int SkipBlanks(string line, int at)
    {
        while (at < line.Length && IsBlank(line[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r';
}

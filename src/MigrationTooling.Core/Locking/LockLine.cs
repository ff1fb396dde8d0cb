using System;
using System.Collections.Generic;
using MigrationTooling.Checksums;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Locking;

/// <summary>What one line of the lock says: a migration, an accepted edit, or why it can't be read.</summary>
/// <param name="Entry">A migration's line.</param>
/// <param name="Edit">A <c>was</c> line.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Id">The id it begins with, as far as that could be read.</param>
internal readonly record struct LockLine(LockEntry? Entry, AcceptedEdit? Edit, LockProblem? Problem, string? Id)
{
    private static readonly (Dialect? Variant, string H1, string S1, string Down, string Sketch)[] Keys =
    [
        KeysOf(null),
        KeysOf(Dialect.Sqlite),
        KeysOf(Dialect.PostgreSql),
    ];

    public static LockLine Parse(string line, int number)
    {
        if (line.Length == 0)
        {
            return new LockLine(null, null, new LockProblem(new(number, 1), "The lock has an empty line.", "Remove it, or restore the file from version control."), null);
        }

        return line.StartsWith(LockWords.Was + " ", StringComparison.Ordinal) ? ParseWas(line, number) : ParseEntry(line, 0, line.Length, number);
    }

    internal static bool IsId(string? id) => id is not null && VersionReader.Leads(id);

    /// <summary>The same of a migration's line that is a part of a text: a lock has a thousand of them.</summary>
    public static LockLine ParseEntry(string text, int start, int end, int number)
    {
        var fields = new LockFields(text, start, end, number, start);
        var scripts = new List<LockedScript>(1);
        bool hasUp = false;
        bool complete = true;
        foreach (var keys in Keys)
        {
            string? h1 = fields.TakeHash(keys.H1);
            string? s1 = fields.TakeHash(keys.S1);
            string? down = fields.TakeHashOrNone(keys.Down, out bool hasDown);
            var sketch = fields.TakeSketch(keys.Sketch);
            bool isUp = h1 is not null && s1 is not null && hasDown && sketch is not null;
            complete &= isUp || (h1 is null && s1 is null && sketch is null && hasDown == down is not null);
            hasUp |= isUp;
            if (isUp || down is not null)
            {
                scripts.Add(new LockedScript(keys.Variant, h1, s1, down, sketch ?? Sketch.Empty));
            }
        }

        string? after = fields.TakeId(LockWords.After, out bool hasAfter);
        var aliases = fields.TakeIds(LockWords.Alias);
        bool outOfOrder = fields.TakeWord(LockWords.Order, LockWords.OrderAccepted);
        if (fields.Leftover() is { } problem)
        {
            return new LockLine(null, null, problem, fields.Id);
        }

        if (!hasUp || !complete || !hasAfter)
        {
            string lacks = !hasAfter ? "after=" : "one of h1, s1, down and sketch";
            return new LockLine(null, null, fields.At(1, $"The line of {fields.Id} lacks {lacks}."), fields.Id);
        }

        return new LockLine(new LockEntry(fields.Id!, scripts.ToEquatableList(), after, aliases, outOfOrder, number), null, null, fields.Id);
    }

    private static LockLine ParseWas(string line, int number)
    {
        int reasonAt = line.IndexOf(" " + LockWords.Reason + "=", StringComparison.Ordinal);
        var fields = new LockFields(line, LockWords.Was.Length + 1, reasonAt < 0 ? line.Length : reasonAt, number);
        string? h1 = fields.TakeHashOrNone(LockWords.H1, out bool hasH1);
        string? s1 = fields.TakeHashOrNone(LockWords.S1, out bool hasS1);
        string? down = fields.TakeHashOrNone(LockWords.Down, out bool hasDown);
        var variant = fields.TakeDialect(LockWords.Variant);
        if (fields.Leftover() is { } problem)
        {
            return new LockLine(null, null, problem, fields.Id);
        }

        if (!hasH1 || !hasS1 || !hasDown || (h1 is null) != (s1 is null) || reasonAt < 0)
        {
            string lacks = reasonAt < 0 ? "its reason" : "one of h1, s1 and down";
            return new LockLine(null, null, fields.At(1, $"The was line of {fields.Id} lacks {lacks}."), fields.Id);
        }

        int quoteAt = reasonAt + LockWords.Reason.Length + 2;
        string quoted = line.Substring(quoteAt);
        string? reason = QuotedText.Unquote(quoted);
        return reason is not null && QuotedText.Quote(reason) == quoted
            ? new LockLine(null, new AcceptedEdit(fields.Id!, variant, h1, s1, down, reason, number), null, fields.Id)
            : new LockLine(null, null, fields.At(quoteAt + 1, $"The reason on the was line of {fields.Id} is not a quoted text."), fields.Id);
    }

    private static (Dialect?, string, string, string, string) KeysOf(Dialect? variant)
    {
        string suffix = variant is { } dialect ? "." + dialect.Word() : "";
        return (variant, LockWords.H1 + suffix, LockWords.S1 + suffix, LockWords.Down + suffix, LockWords.Sketch + suffix);
    }
}

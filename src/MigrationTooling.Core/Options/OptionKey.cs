using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MigrationTooling.Options;

/// <summary>One option as scripts spell it.</summary>
/// <param name="Word">Its key.</param>
/// <param name="Form">How it is to be written, as the end of "Write …".</param>
/// <param name="Get">Its value in its one spelling; null where it is at its default.</param>
/// <param name="With">The options with a value; null where the value is none.</param>
internal sealed record OptionKey(string Word, string Form, Func<MigrationOptions, string?> Get, Func<MigrationOptions, string, MigrationOptions?> With)
{
    /// <summary>Every option, in the order s1 writes them: ordinal by word.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new("batch", "batch:10000, the most rows that one transaction may change", o => o.Batch?.ToString(CultureInfo.InvariantCulture), WithBatch) { Hashed = o => o.Batch is null ? null : "true" },
        Flag("foreign_keys", o => o.ForeignKeys, (o, value) => o with { ForeignKeys = value }),
        Flag("irreversible", o => o.Irreversible, (o, value) => o with { Irreversible = value }),
        new("pause", "pause:200ms or pause:2s", o => o.Pause?.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) is { } pause ? pause + "ms" : null, WithPause) { Hashed = _ => null },
        Flag("rerunnable", o => o.Rerunnable, (o, value) => o with { Rerunnable = value }),
        Flag("store", o => o.Store, (o, value) => o with { Store = value }),
        Flag("transaction", o => o.Transaction, (o, value) => o with { Transaction = value }),
    ];

    /// <summary>What s1 hashes of it; null where that is nothing. How large its batches are changes nothing in what a script does, only that there are any.</summary>
    public Func<MigrationOptions, string?> Hashed { get; init; } = Get;

    /// <summary>What differs from a script without options, as <c>key:value</c>, in the order of <see cref="All"/>.</summary>
    public static IEnumerable<string> Normalise(MigrationOptions options) => Words(options, key => key.Get);

    /// <summary>What of it s1 hashes.</summary>
    public static IEnumerable<string> Hash(MigrationOptions options) => Words(options, key => key.Hashed);

    /// <summary>Every combination of the options that are on or off, the defaults first. The others stand beside the one statement they are about.</summary>
    public static IEnumerable<MigrationOptions> Combinations() => All.Where(key => key.Other is not null).Aggregate(
        new[] { MigrationOptions.Default }.AsEnumerable(), (all, key) => all.Concat(all.Select(key.Other!).ToArray()).ToArray());

    /// <summary>Switches it to what is not its default; null for an option with more than two values.</summary>
    private Func<MigrationOptions, MigrationOptions>? Other { get; init; }

    private static IEnumerable<string> Words(MigrationOptions options, Func<OptionKey, Func<MigrationOptions, string?>> get) => ReferenceEquals(options, MigrationOptions.Default) ? [] :
        from key in All let value = get(key)(options) where value is not null select key.Word + ":" + value;

    private static OptionKey Flag(string word, Func<MigrationOptions, bool> get, Func<MigrationOptions, bool, MigrationOptions> with)
    {
        bool usual = get(MigrationOptions.Default);
        return new OptionKey(
            word, $"{word}:true or {word}:false", o => get(o) == usual ? null : get(o) ? "true" : "false",
            (o, value) => ParseFlag(value) is { } parsed ? with(o, parsed) : null)
        {
            Other = o => with(o, !usual),
        };
    }

    private static bool? ParseFlag(string value) => value.ToLowerInvariant() switch
    {
        "true" or "on" => true,
        "false" or "off" => false,
        _ => null,
    };

    private static MigrationOptions? WithBatch(MigrationOptions options, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rows) && rows > 0 ? options with { Batch = rows } : null;

    private static MigrationOptions? WithPause(MigrationOptions options, string value)
    {
        bool inMilliseconds = value.EndsWith("ms", StringComparison.Ordinal);
        int digits = value.Length - (inMilliseconds ? 2 : 1);
        return digits > 0 && (inMilliseconds || value[digits] == 's') &&
            int.TryParse(value.Substring(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? options with { Pause = inMilliseconds ? TimeSpan.FromMilliseconds(number) : TimeSpan.FromSeconds(number) }
            : null;
    }
}

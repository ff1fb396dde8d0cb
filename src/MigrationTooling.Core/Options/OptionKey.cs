using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Options;

/// <summary>One option as scripts spell it.</summary>
internal sealed record OptionKey(string Word, Func<MigrationOptions, bool> Get, Func<MigrationOptions, bool, MigrationOptions> With)
{
    /// <summary>Every option, in the order s1 writes them: ordinal by word.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new("foreign_keys", o => o.ForeignKeys, (o, value) => o with { ForeignKeys = value }),
        new("irreversible", o => o.Irreversible, (o, value) => o with { Irreversible = value }),
        new("rerunnable", o => o.Rerunnable, (o, value) => o with { Rerunnable = value }),
        new("store", o => o.Store, (o, value) => o with { Store = value }),
        new("transaction", o => o.Transaction, (o, value) => o with { Transaction = value }),
    ];

    /// <summary>What differs from a script without options, as <c>key:true</c> or <c>key:false</c>, in the order of <see cref="All"/>.</summary>
    public static IEnumerable<string> Normalise(MigrationOptions options) => All
        .Where(key => key.Get(options) != key.Get(MigrationOptions.Default))
        .Select(key => key.Word + (key.Get(options) ? ":true" : ":false"));

    /// <summary>Reads a value; null where it is none.</summary>
    public static bool? ParseValue(string value) => value.ToLowerInvariant() switch
    {
        "true" or "on" => true,
        "false" or "off" => false,
        _ => null,
    };
}

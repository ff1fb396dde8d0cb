using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Options;

/// <summary>Options as a field of our line formats: those that differ from the default, e.g. <c>rerunnable:true,transaction:false</c>; empty when none does.</summary>
internal static class OptionWords
{
    public static string Write(MigrationOptions options) => ReferenceEquals(options, MigrationOptions.Default) ? "" : string.Join(",", OptionKey.Normalise(options));

    public static MigrationOptions Read(IReadOnlyList<string> words) =>
        words.Aggregate(MigrationOptions.Default, (options, word) =>
        {
            int colon = word.IndexOf(':');
            var key = colon < 0 ? null : OptionKey.All.FirstOrDefault(known => known.Word == word.Substring(0, colon));
            return key?.With(options, word.Substring(colon + 1))
                ?? throw new FormatException("'" + word + "' is no option this version knows.");
        });
}

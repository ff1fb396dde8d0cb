using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MigrationTooling.Faults.Tests.Kills;

/// <summary>Counts kills by where they met the run.</summary>
internal sealed class Histogram(IEnumerable<string> windows)
{
    private readonly Dictionary<string, int> _counts = windows.ToDictionary(w => w, _ => 0);

    public IReadOnlyList<string> Names => [.. _counts.Keys];

    public int Total => _counts.Values.Sum();

    public int this[string window] => _counts[window];

    public void Add(string window) => _counts[window] = _counts.GetValueOrDefault(window) + 1;

    /// <summary>The emptiest of these windows.</summary>
    public string Least(IEnumerable<string> of) => of.MinBy(w => _counts[w])!;

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (window, count) in _counts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{window,-34} {count,4} {new string('#', count)}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{"in all",-34} {Total,4}").ToString();
    }
}

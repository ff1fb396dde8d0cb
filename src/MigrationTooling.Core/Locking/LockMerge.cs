using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>Two branches' locks as one: the base's migrations in the base's order, and those that only ours has.</summary>
internal sealed class LockMerge
{
    private readonly LockFile _ours;
    private readonly LockFile _base;
    private readonly IReadOnlyDictionary<string, MigrationFacts> _files;
    private readonly List<Finding> _refusals = [];

    public LockMerge(LockFile ours, LockFile @base, IReadOnlyDictionary<string, MigrationFacts> files)
    {
        _ours = ours;
        _base = @base;
        _files = files;
        var baseByName = ByEveryName(@base.Entries);
        var matches = ours.Entries.ToLookup(entry => Names(entry).Select(name => Find(baseByName, name)).FirstOrDefault(e => e is not null)?.Id ?? "", StringComparer.Ordinal);
        Shared = @base.Entries.Select(entry => matches[entry.Id].Aggregate(entry, Merge)).ToList();
        Ours = OnlyOurs(matches[""]);
        Accepted = MergeAccepted();
    }

    /// <summary>The base's entries, with what ours renamed or accepted since.</summary>
    public IReadOnlyList<LockEntry> Shared { get; }

    /// <summary>The entries the base does not have: by version, accepted hotfixes last.</summary>
    public IReadOnlyList<LockEntry> Ours { get; }

    public IReadOnlyList<AcceptedEdit> Accepted { get; }

    public IReadOnlyList<Finding> Refusals => _refusals;

    private List<LockEntry> OnlyOurs(IEnumerable<LockEntry> entries)
    {
        var distinct = new List<LockEntry>();
        foreach (var group in entries.GroupBy(entry => entry.Id, StringComparer.Ordinal))
        {
            distinct.Add(group.Skip(1).Aggregate(group.First(), Merge));
        }

        return distinct.OrderBy(entry => entry.OutOfOrder).ThenBy(LockOrder.Version).ThenBy(entry => entry.Id, StringComparer.Ordinal).ToList();
    }

    /// <summary>One migration's two lines as one. The later text is the one whose branch accepted it from the other's.</summary>
    private LockEntry Merge(LockEntry theirs, LockEntry ours)
    {
        var names = theirs.Aliases.Contains(ours.Id) ? theirs : ours.Aliases.Contains(theirs.Id) || ours.Id == theirs.Id ? ours : null;
        if (names is null)
        {
            return Refuse(theirs, ours, $"{ours.Id} and {theirs.Id} are two new names of one migration, given on two branches.", $"Rename the file to {theirs.Id}.");
        }

        names = names.Id == theirs.Id && names.Aliases.Count <= theirs.Aliases.Count ? theirs : names;
        if (Newer(theirs, ours) is not { } text)
        {
            return Refuse(theirs, ours, $"{ours.Id} is locked with different texts here and in the base.", "Keep the base's text, and put yours into a new migration.");
        }

        return names with { Scripts = text.Scripts, OutOfOrder = theirs.OutOfOrder || ours.OutOfOrder };
    }

    private LockEntry? Newer(LockEntry theirs, LockEntry ours)
    {
        if (theirs.Scripts.Equals(ours.Scripts))
        {
            return theirs;
        }

        bool oursReplacedTheirs = Replaced(theirs, ours);
        bool theirsReplacedOurs = Replaced(ours, theirs);
        if (oursReplacedTheirs != theirsReplacedOurs)
        {
            return oursReplacedTheirs ? ours : theirs;
        }

        bool onlyStamped = ours.Scripts.Count == theirs.Scripts.Count
            && ours.Scripts.All(o => theirs.Scripts.Any(t => t.Variant == o.Variant && t.S1 == o.S1 && t.DownH1 == o.DownH1));
        if (!onlyStamped)
        {
            return null;
        }

        bool filesAreOurs = _files.TryGetValue(ours.Id, out var migration) && LockEntryMaker.Scripts(migration).Equals(ours.Scripts);
        return filesAreOurs ? ours : theirs;
    }

    /// <summary>True where <c>was</c> lines say that every differing script of <paramref name="old"/> was accepted away.</summary>
    private bool Replaced(LockEntry old, LockEntry current)
    {
        var was = _base.Accepted.Concat(_ours.Accepted).Where(edit => edit.Id == current.Id || current.Aliases.Contains(edit.Id)).ToList();
        return current.Scripts
            .Where(script => !old.Scripts.Contains(script))
            .All(script => was.Any(edit =>
                edit.Variant == script.Variant && LockMatch.IsWas(edit, old.Scripts.FirstOrDefault(s => s.Variant == script.Variant))));
    }

    private LockEntry Refuse(LockEntry theirs, LockEntry ours, string message, string fix)
    {
        _refusals.Add(new Finding(RuleTable.Get("MIG0007"), ours.Id, LockFile.FileName, new TextPlace(Math.Max(ours.Line, 1), 1), message, fix));
        return theirs;
    }

    /// <summary>The base's <c>was</c> lines first, then ours, each under the name its migration has now.</summary>
    private List<AcceptedEdit> MergeAccepted()
    {
        var current = ByEveryName(Shared.Concat(Ours));
        return _base.Accepted
            .Concat(_ours.Accepted)
            .Select(edit => edit with { Id = Find(current, edit.Id)?.Id ?? edit.Id, Line = 0 })
            .Distinct()
            .ToList();
    }

    private static IEnumerable<string> Names(LockEntry entry) => new[] { entry.Id }.Concat(entry.Aliases);

    private static Dictionary<string, LockEntry> ByEveryName(IEnumerable<LockEntry> entries)
    {
        var names = new Dictionary<string, LockEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            foreach (string name in Names(entry))
            {
                names[name] = entry;
            }
        }

        return names;
    }

    private static LockEntry? Find(Dictionary<string, LockEntry> entries, string name) => entries.TryGetValue(name, out var entry) ? entry : null;
}

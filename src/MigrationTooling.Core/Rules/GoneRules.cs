using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Rules;

/// <summary>Says what became of each locked migration whose files are gone: MIG0002, MIG0003 or MIG0004, one finding each.</summary>
internal sealed class GoneRules
{
    // A best match is clear when it leads the next one by this much.
    private const double ClearLead = 0.2;

    private readonly LockIndex _index;
    private readonly List<Finding> _findings;
    private readonly HashSet<string> _explained = new(StringComparer.Ordinal);
    private readonly HashSet<string> _explainedFiles = new(StringComparer.Ordinal);

    private GoneRules(LockIndex index, List<Finding> findings)
    {
        _index = index;
        _findings = findings;
    }

    /// <summary>The unlocked ids and the unplaced paths that a gone migration became, or may have become: they need no finding of their own.</summary>
    public static (ISet<string> Ids, ISet<string> Paths) Check(LockIndex index, IReadOnlyList<FileFacts> unplaced, List<Finding> findings)
    {
        var rules = new GoneRules(index, findings);
        var gone = new List<LockEntry>();
        foreach (var (entry, facts) in index.Judgeable)
        {
            if (facts is null)
            {
                gone.Add(entry);
            }
        }

        if (gone.Count > 0)
        {
            rules.Explain(gone, unplaced);
        }

        return (rules._explained, rules._explainedFiles);
    }

    private void Explain(List<LockEntry> gone, IReadOnlyList<FileFacts> unplaced)
    {
        var open = gone.Where(entry => !BackToFormerName(entry)).ToList();
        var search = new RenameSearch(_index.Unlocked.Where(m => !_explained.Contains(m.Id)).ToList());
        var candidates = new Dictionary<LockEntry, IReadOnlyList<MigrationFacts>>();

        var claims = open
            .SelectMany(entry => entry.Scripts.Select(script => script.S1).OfType<string>().Distinct(StringComparer.Ordinal))
            .GroupBy(s1 => s1, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        open.RemoveAll(entry => SameText(entry, search, claims, candidates));
        open.RemoveAll(entry => !candidates.ContainsKey(entry) && Unplaced(entry, unplaced));

        var alike = open
            .Where(entry => !candidates.ContainsKey(entry))
            .Select(entry => (Entry: entry, Found: search.Alike(entry).Where(c => !_explained.Contains(c.Migration.Id)).ToList()))
            .Where(pair => pair.Found.Count > 0)
            .OrderByDescending(pair => pair.Found[0].Score)
            .ToList();
        foreach (var (entry, found) in alike)
        {
            found.RemoveAll(candidate => _explained.Contains(candidate.Migration.Id));
            if (found.Count == 1 || (found.Count > 1 && found[0].Score >= found[1].Score + ClearLead))
            {
                Renamed(entry, found[0].Migration);
                open.Remove(entry);
            }
            else if (found.Count > 1)
            {
                candidates.Add(entry, found.Select(candidate => candidate.Migration).ToList());
            }
        }

        foreach (var entry in open)
        {
            Deleted(entry, candidates.TryGetValue(entry, out var found) ? found : []);
        }
    }

    /// <summary>The file bears a former name of its own: a rename backwards.</summary>
    private bool BackToFormerName(LockEntry entry)
    {
        if (entry.Aliases.LastOrDefault(alias => _index.Migration(alias) is not null) is not { } former)
        {
            return false;
        }

        _explained.Add(former);
        Add("MIG0002", entry, UpPath(_index.Migration(former)!), $"{entry.Id} is locked, but its file is named {former} again, an id it once had.", $"Rename the file to {entry.Id}; a retired id is never used again.");
        return true;
    }

    private bool SameText(LockEntry entry, RenameSearch search, Dictionary<string, int> claims, Dictionary<LockEntry, IReadOnlyList<MigrationFacts>> candidates)
    {
        var same = search.SameText(entry).Where(m => !_explained.Contains(m.Id)).ToList();
        if (same.Count == 0)
        {
            return false;
        }

        bool claimedTwice = entry.Scripts.Any(script => script.S1 is not null && claims[script.S1] > 1);
        if (same.Count > 1 || claimedTwice)
        {
            var (version, name) = VersionReader.Read(entry.Id)!.Value;
            var near = same.Where(m => m.Version == version || (name.Length > 0 && m.Name == name)).ToList();
            if (near.Count != 1)
            {
                candidates.Add(entry, same);
                return false;
            }

            same = near;
        }

        Renamed(entry, same[0]);
        return true;
    }

    private bool Unplaced(LockEntry entry, IReadOnlyList<FileFacts> unplaced)
    {
        var file = unplaced.FirstOrDefault(f => f.Sections.Any(section => !section.IsEmpty && entry.Scripts.Any(script => script.S1 == section.S1)));
        if (file is null || !_explainedFiles.Add(file.Path))
        {
            return false;
        }

        Add("MIG0002", entry, file.Path, $"{entry.Id} is locked and was renamed to {file.Path}, a name that says no migration.", $"Rename the file back to {entry.Id}.");
        return true;
    }

    private void Renamed(LockEntry entry, MigrationFacts migration)
    {
        _explained.Add(migration.Id);
        bool sameText = migration.Scripts.Any(up => up.Direction == Direction.Up && entry.Scripts.Any(script => script.S1 == up.Section.S1));
        string message = sameText
            ? $"{entry.Id} is locked and was renamed to {migration.Id}."
            : $"{entry.Id} is locked and was renamed to {migration.Id} and changed.";
        Add(sameText ? "MIG0002" : "MIG0003", entry, UpPath(migration), message, WaysOut(entry, migration, sameText));
    }

    private string WaysOut(LockEntry entry, MigrationFacts migration, bool sameText)
    {
        string restore = sameText ? "Rename it back" : $"Restore {entry.Id}";
        if (_index.OfVersion(migration.Version).FirstOrDefault(other => !ReferenceEquals(other, migration)) is { } owner)
        {
            return $"{restore}, for {owner.Id} has that version already.";
        }

        string rename = MendingCommand.Rename(entry.Id, migration.Id) + (LockOrder.KeepsPlace(_index, entry, migration) ? "" : " --reorder");
        return sameText
            ? $"{restore}, or accept the new name: {rename}."
            : $"{restore}, or accept the new name ({rename}) and then the edit: {MendingCommand.Accept(migration.Id)}.";
    }

    private void Deleted(LockEntry entry, IReadOnlyList<MigrationFacts> candidates)
    {
        foreach (var candidate in candidates)
        {
            _explained.Add(candidate.Id);
        }

        _findings.Add(new Finding(
            RuleTable.Get("MIG0004"),
            entry.Id,
            LockFile.FileName,
            new TextPlace(entry.Line, 1),
            candidates.Count == 0
                ? $"{entry.Id} is locked, and its file is gone."
                : $"{entry.Id} is locked, and its file is gone; it may have become {string.Join(" or ", candidates.Select(c => c.Id))}.",
            candidates.Count == 0
                ? "Restore the file from version control; to undo its effect, add a new migration."
                : "Restore the file from version control, or say which it is: dotnet migrate rename " + MendingCommand.Word(entry.Id) + " NEW."));
    }

    private void Add(string rule, LockEntry entry, string path, string message, string fix) =>
        _findings.Add(new Finding(RuleTable.Get(rule), entry.Id, path, TextPlace.Start, message, fix));

    private static string UpPath(MigrationFacts migration) => migration.Scripts.First(script => script.Direction == Direction.Up).Path;
}

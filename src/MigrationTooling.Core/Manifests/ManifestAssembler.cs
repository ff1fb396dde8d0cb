using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling;

/// <summary>Makes a manifest of judged files: the same one in the compiler, in the tool and in an application that reads a folder.</summary>
public static class ManifestAssembler
{
    /// <summary>The manifest in the verdict's order. What the verdict's findings mean for it is the caller's decision.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="verdict">The files as they were judged.</param>
    /// <param name="open">Opens a script's bytes by its path relative to the migrations directory; null where there is none.</param>
    public static MigrationManifest Assemble(string name, Verdict verdict, Func<string, Stream?> open)
    {
        if (verdict is null)
        {
            throw new ArgumentNullException(nameof(verdict));
        }

        return new MigrationManifest(name, verdict.Dialect, Entries(verdict).Select(entry => Migration(entry, open)));
    }

    /// <summary>What the manifest says of each migration, in the verdict's order.</summary>
    public static EquatableList<ManifestEntry> Entries(Verdict verdict)
    {
        if (verdict is null)
        {
            throw new ArgumentNullException(nameof(verdict));
        }

        int ahead = LockedInFront(verdict);
        var locked = ahead == verdict.LockedIds.Count ? new HashSet<string>() : new HashSet<string>(verdict.LockedIds, StringComparer.Ordinal);
        var former = verdict.Aliases.Count == 0 ? null : Former(verdict.Aliases);
        var entries = new ManifestEntry[verdict.Migrations.Count];
        for (int place = 0; place < entries.Length; place++)
        {
            var facts = verdict.Migrations[place];
            var aliases = former is not null && former.TryGetValue(facts.Id, out var found) ? found : EquatableList<string>.Empty;
            entries[place] = new ManifestEntry(facts, place < ahead || locked.Contains(facts.Id), aliases);
        }

        return entries.ToEquatableList();
    }

    private static Dictionary<string, EquatableList<string>> Former(IEnumerable<FormerId> all) => all
        .GroupBy(alias => alias.Current, alias => alias.Former, StringComparer.Ordinal)
        .ToDictionary(aliases => aliases.Key, aliases => aliases.ToEquatableList(), StringComparer.Ordinal);

    /// <summary>How many of the first migrations are the first locked ids, one by one: all of them in a healthy set.</summary>
    private static int LockedInFront(Verdict verdict)
    {
        int count = 0;
        while (count < verdict.LockedIds.Count && count < verdict.Migrations.Count
            && string.Equals(verdict.LockedIds[count], verdict.Migrations[count].Id, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    /// <summary>The migration that an entry stands for.</summary>
    public static Migration Migration(ManifestEntry entry, Func<string, Stream?> open)
    {
        if (entry is null)
        {
            throw new ArgumentNullException(nameof(entry));
        }

        var facts = entry.Facts;
        return new Migration(
            facts.Id, facts.Version, facts.Name, facts.Options, entry.IsLocked, entry.Aliases, facts.Scripts.Select(script => Script(script, open)).ToArray());
    }

    private static MigrationScript Script(ScriptFacts script, Func<string, Stream?> open)
    {
        bool isSection = script.Section.Direction is not null;
        return new MigrationScript(
            script.Direction,
            script.Variant,
            script.Path,
            script.Section.Start,
            script.Length,
            script.Section.H1,
            script.Section.S1,
            script.Options,
            ScriptText.Opener(script.Path, isSection ? script.Direction : null, open))
        {
            IsSection = isSection,
        };
    }
}

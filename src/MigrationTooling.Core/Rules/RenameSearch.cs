using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Rules;

/// <summary>Finds, for locked migrations whose files are gone, the unlocked files they may have become. Every look-up is by dictionary.</summary>
internal sealed class RenameSearch
{
    // A statement that so many files share tells none of them apart.
    private const int CommonStatement = 64;

    private readonly ILookup<string, MigrationFacts> _byS1;
    private readonly ILookup<MigrationVersion, MigrationFacts> _byVersion;
    private readonly ILookup<string, MigrationFacts> _byName;
    private readonly ILookup<uint, MigrationFacts> _byStatement;

    public RenameSearch(IReadOnlyList<MigrationFacts> unlocked)
    {
        _byS1 = unlocked
            .SelectMany(m => Ups(m).Select(up => (up.Section.S1, Migration: m)))
            .Distinct()
            .ToLookup(pair => pair.S1, pair => pair.Migration, StringComparer.Ordinal);
        _byVersion = unlocked.ToLookup(m => m.Version);
        _byName = unlocked.Where(m => m.Name.Length > 0).ToLookup(m => m.Name, StringComparer.Ordinal);
        _byStatement = unlocked
            .SelectMany(m => Ups(m).SelectMany(up => up.Section.Sketch.Smallest).Distinct().Select(hash => (hash, Migration: m)))
            .ToLookup(pair => pair.hash, pair => pair.Migration);
    }

    /// <summary>The files with the very text (by s1) of the gone migration; none for a text without statements.</summary>
    public IReadOnlyList<MigrationFacts> SameText(LockEntry gone) =>
        gone.Scripts
            .Where(script => script.S1 is not null && script.Sketch.Count > 0)
            .SelectMany(script => _byS1[script.S1!])
            .Distinct()
            .ToList();

    /// <summary>The files that share enough statements, the version or the name with the gone migration; the best first.</summary>
    public IReadOnlyList<RenameCandidate> Alike(LockEntry gone)
    {
        var (version, name) = VersionReader.Read(gone.Id)!.Value;
        var sketches = gone.Scripts.Where(script => script.H1 is not null).Select(script => script.Sketch).ToList();
        return sketches
            .SelectMany(sketch => sketch.Smallest)
            .Distinct()
            .Select(hash => _byStatement[hash].Take(CommonStatement + 1).ToList())
            .Where(sharers => sharers.Count <= CommonStatement)
            .SelectMany(sharers => sharers)
            .Concat(_byVersion[version])
            .Concat(name.Length > 0 ? _byName[name] : [])
            .Distinct()
            .Select(candidate => Rate(candidate, sketches, version, name))
            .Where(candidate => candidate.Score >= Similarity.Threshold)
            .OrderByDescending(candidate => candidate.Score)
            .ThenBy(candidate => candidate.Migration.Id, StringComparer.Ordinal)
            .ToList();
    }

    private static RenameCandidate Rate(MigrationFacts candidate, List<Sketch> sketches, MigrationVersion version, string name)
    {
        double share = Ups(candidate).SelectMany(up => sketches.Select(sketch => Similarity.Share(sketch, up.Section.Sketch))).Max();
        double score = share >= Similarity.Threshold ? share : 0;
        score += candidate.Version == version ? Similarity.Threshold : 0;
        score += name.Length > 0 && candidate.Name == name ? Similarity.Threshold : 0;
        return new RenameCandidate(candidate, score);
    }

    private static IEnumerable<ScriptFacts> Ups(MigrationFacts migration) => migration.Scripts.Where(script => script.Direction == Direction.Up);
}

/// <summary>A file that a gone migration may have become.</summary>
/// <param name="Migration">The unlocked migration.</param>
/// <param name="Score">The share of equal statements where it counts, plus half for an equal version and half for an equal name.</param>
internal sealed record RenameCandidate(MigrationFacts Migration, double Score);

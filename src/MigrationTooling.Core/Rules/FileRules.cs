using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Rules;

/// <summary>The rules of single files (MIG01xx): what the reader found in each placed file, large scripts, missing downs.</summary>
internal static class FileRules
{
    public static void Check(SetInput input, IReadOnlyList<MigrationFacts> migrations, Func<string, bool> isLocked, List<Finding> findings)
    {
        var remarkable = input.Files.Where(file => file.Problems.Count > 0 || file.Length > input.LargeFileBytes).ToList();
        if (remarkable.Count > 0)
        {
            CheckFiles(remarkable, input.LargeFileBytes, migrations, isLocked, findings);
        }

        // Scripts are ordered by direction: a down is the last.
        if (migrations.Any(m => m.Scripts[m.Scripts.Count - 1].Direction == Direction.Down))
        {
            CheckDowns(migrations, isLocked, findings);
        }
    }

    private static void CheckFiles(List<FileFacts> remarkable, long largeFileBytes, IReadOnlyList<MigrationFacts> migrations, Func<string, bool> isLocked, List<Finding> findings)
    {
        var ids = migrations
            .SelectMany(migration => migration.Scripts.Select(script => (script.Path, migration.Id)))
            .ToLookup(script => script.Path, script => script.Id, StringComparer.Ordinal);
        foreach (var file in remarkable.Where(file => ids.Contains(file.Path)))
        {
            CheckFile(file, ids[file.Path].First(), largeFileBytes, isLocked, findings);
        }
    }

    private static void CheckFile(FileFacts file, string id, long largeFileBytes, Func<string, bool> isLocked, List<Finding> findings)
    {
        foreach (var problem in file.Problems)
        {
            // How a locked migration is cut was decided when it was locked.
            if (problem.RuleId == FileRuleIds.Mixed && isLocked(id))
            {
                continue;
            }

            findings.Add(new Finding(RuleTable.Get(problem.RuleId), id, file.Path, problem.Place, problem.Message, problem.Fix));
        }

        if (file.Length > largeFileBytes)
        {
            findings.Add(new Finding(
                RuleTable.Get("MIG0108"),
                id,
                file.Path,
                TextPlace.Start,
                $"{file.Path} is larger than {largeFileBytes} bytes: it is hashed as a stream and never enters the compiler.",
                "Split it, or raise MigrationsLargeFileBytes."));
        }
    }

    /// <summary>A locked migration is left alone: its missing down was decided when it was locked.</summary>
    private static void CheckDowns(IReadOnlyList<MigrationFacts> migrations, Func<string, bool> isLocked, List<Finding> findings)
    {
        foreach (var migration in migrations.Where(m => !m.Options.Irreversible && !isLocked(m.Id)))
        {
            var lacking = migration.Scripts.FirstOrDefault(script => script.Direction == Direction.Up && !HasDown(migration, script.Variant));
            if (lacking is not null)
            {
                string dialect = lacking.Variant is { } variant ? " for " + variant.Word() : "";
                findings.Add(new Finding(
                    RuleTable.Get("MIG0109"),
                    migration.Id,
                    lacking.Path,
                    TextPlace.Start,
                    $"{migration.Id} has no down script{dialect}, though others here have one.",
                    "Add it, or say that it is meant: -- migrate:options irreversible:true."));
            }
        }
    }

    private static bool HasDown(MigrationFacts migration, Dialect? variant) =>
        migration.Scripts.Any(script => script.Direction == Direction.Down && (variant is null || script.Variant is null || script.Variant == variant));
}

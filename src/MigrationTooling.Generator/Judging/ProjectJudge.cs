using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Generator.Reading;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Generator.Judging;

/// <summary>Brings together what Core needs of each set, and has it judge.</summary>
internal static class ProjectJudge
{
    /// <summary>Null where there are no facts, which is a project without the package.</summary>
    public static JudgedProject? Judge(ProjectFacts? project, ImmutableArray<ScriptText?> scripts, EquatableList<LockText> locks)
    {
        if (project is null)
        {
            return null;
        }

        var kept = KeptJudgement.Of(project);
        if (kept.Find(scripts, locks) is { } known)
        {
            return known;
        }

        var sets = project.File.Sets.Select((set, number) => JudgeSet(set, new TextsOfSet(scripts, number), LockText.Of(number, locks)));
        return kept.Keep(scripts, locks, new JudgedProject(project.Root, project.Digest, sets.ToEquatableList()));
    }

    private static JudgedSet JudgeSet(SetFacts set, TextsOfSet texts, LockReadResult? locked)
    {
        var files = new List<FileFacts>(set.Files.Count);
        var withheld = new List<string>();
        foreach (var stamp in set.Files)
        {
            if ((stamp.Carried?.Facts ?? texts.Find(stamp.Path)) is { } known)
            {
                files.Add(known);
            }
            else
            {
                withheld.Add(stamp.Path);
            }
        }

        if (set.Lock is not null && locked is null)
        {
            withheld.Add(set.Lock.Path);
        }

        var settings = set.Settings;
        var input = new SetInput(settings.Name, files.ToEquatableList(), locked, settings.RequireLock, settings.Dialect)
        {
            LargeFileBytes = settings.LargeFileBytes,
        };
        return new JudgedSet(settings, Rules.Judge.Run(input), withheld.ToEquatableList());
    }
}

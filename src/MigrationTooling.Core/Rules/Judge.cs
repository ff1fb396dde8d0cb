using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Rules;

/// <summary>Judges the files of a set against its lock. Compiler, tool and application all ask this one.</summary>
public static class Judge
{
    /// <summary>The verdict on a set. Equal input gives an equal verdict, in whatever order the files come.</summary>
    public static Verdict Run(SetInput input)
    {
        var set = SetAssembler.Assemble(input.Files);
        var locked = input.Lock?.Lock ?? LockFile.Empty(Dialect.Both);
        var index = new LockIndex(locked, set.Migrations);
        var findings = new List<Finding>();
        FileRules.Check(input, set.Migrations, id => index.Entry(id) is not null, findings);
        CheckLockFile(input, set.Migrations.Count, findings);
        var explained = Integrity.Check(index, set.Unplaced, input.Lock is null or { Problems.Count: 0 }, findings);
        findings.RemoveAll(finding => finding.Rule.Id == "MIG0109" && explained.Ids.Contains(finding.Migration!));
        findings.AddRange(set.Findings.Where(finding => !explained.Paths.Contains(finding.File) && !IsLeftBehind(finding, index)));
        if (findings.Count > 0)
        {
            LeaveUnreadable(input, findings);
        }

        return new Verdict(
            DialectResolver.Resolve(input.Lock?.HeaderDialect, input.Files.Select(file => file.Name).ToArray(), input.ConfiguredDialect),
            index.ApplyOrder.ToEquatableList(),
            InOrder(findings).ToEquatableList(),
            index.Entries.Select(entry => entry.Id).ToEquatableList(),
            index.Entries.Where(entry => entry.Aliases.Count > 0).SelectMany(entry => entry.Aliases.Select(alias => new FormerId(alias, entry.Id))).ToEquatableList());
    }

    private static IEnumerable<Finding> InOrder(List<Finding> findings) => findings.Count < 2
        ? findings
        : findings
            .OrderBy(finding => finding.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Message, StringComparer.Ordinal);

    /// <summary>The down script of a locked migration whose up script was renamed or deleted: the finding on that speaks for both.</summary>
    private static bool IsLeftBehind(Finding finding, LockIndex index) =>
        finding.Rule.Id == "MIG0101" && finding.Migration is { } id && index.Entry(id) is not null && index.Migration(id) is null;

    /// <summary>A file that is no UTF-8 has no text to compare: that it differs from the locked one is not a second finding.</summary>
    private static void LeaveUnreadable(SetInput input, List<Finding> findings)
    {
        var unreadable = new HashSet<string>(
            input.Files.Where(file => file.Problems.Count > 0 && file.Problems.Any(problem => problem.RuleId == FileRuleIds.NotUtf8)).Select(file => file.Path),
            StringComparer.Ordinal);
        findings.RemoveAll(finding => finding.Rule.Id is "MIG0001" or "MIG0008" or "MIG0009" && unreadable.Contains(finding.File));
    }

    private static void CheckLockFile(SetInput input, int migrations, List<Finding> findings)
    {
        if (input.Lock is { } read)
        {
            findings.AddRange(read.Problems.Select(problem =>
                new Finding(RuleTable.Get("MIG0007"), null, LockFile.FileName, problem.Place, problem.Message, problem.Fix)));
        }
        else if (migrations > 0)
        {
            var finding = new Finding(
                RuleTable.Get("MIG0010"),
                null,
                LockFile.FileName,
                TextPlace.Start,
                "There is no migrations.lock, so nothing here is frozen and a changed migration goes unnoticed.",
                $"Run {MendingCommand.Lock} and commit the file.");
            findings.Add(input.RequireLock ? finding with { Severity = Severity.Error } : finding);
        }
    }
}

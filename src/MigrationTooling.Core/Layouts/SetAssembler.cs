using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Layouts;

/// <summary>Puts a directory's files together into migrations, whatever layout they are in. What cannot be placed becomes a finding, never nothing.</summary>
public static class SetAssembler
{
    /// <summary>Places every file. The order of <paramref name="files"/> plays no part.</summary>
    public static AssembledSet Assemble(IReadOnlyList<FileFacts> files)
    {
        var findings = new List<Finding>();
        var unplaced = new List<FileFacts>();
        var foreign = new List<FileName>();
        var undos = new List<(FileFacts File, FileName Name)>();
        var drafts = new Dictionary<string, MigrationDraft>(files.Count, StringComparer.Ordinal);

        foreach (var file in InPathOrder(files))
        {
            var name = file.Name;
            if ((name.Problem ?? SectionsAgainstName(file, name)) is { } problem)
            {
                findings.Add(NotPlaced.At(file.Path, problem.Message, problem.Fix));
                unplaced.Add(file);
            }
            else if (name.ForeignDialect is not null)
            {
                foreign.Add(name);
            }
            else if (name.IsUndo)
            {
                undos.Add((file, name));
            }
            else
            {
                Draft(drafts, name).Add(file, name, findings);
            }
        }

        UndoFiles.Attach(undos, drafts, findings);
        var placed = OrphanDowns.TakeOut(drafts.Values, findings);
        LayoutMix.Check(placed, findings);
        ForeignVariants.Check(foreign, findings);

        return new AssembledSet(
            InVersionOrder(placed.ConvertAll(draft => draft.Finish())).ToEquatableList(),
            InPlaceOrder(findings).ToEquatableList(),
            unplaced.ToEquatableList());
    }

    private static IEnumerable<Finding> InPlaceOrder(List<Finding> findings) =>
        findings.Count < 2 ? findings : findings.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Place);

    private static IEnumerable<FileFacts> InPathOrder(IReadOnlyList<FileFacts> files)
    {
        for (int i = 1; i < files.Count; i++)
        {
            if (string.CompareOrdinal(files[i - 1].Path, files[i].Path) > 0)
            {
                return files.OrderBy(file => file.Path, StringComparer.Ordinal);
            }
        }

        return files;
    }

    // Names of equal width come in version order already; sorting ten thousand versions is what an edit in the editor would wait for.
    private static IEnumerable<MigrationFacts> InVersionOrder(List<MigrationFacts> migrations)
    {
        for (int i = 1; i < migrations.Count; i++)
        {
            if (migrations[i - 1].Version >= migrations[i].Version)
            {
                return migrations.OrderBy(m => m.Version).ThenBy(m => m.Id, StringComparer.Ordinal);
            }
        }

        return migrations;
    }

    private static MigrationDraft Draft(Dictionary<string, MigrationDraft> drafts, FileName name)
    {
        if (!drafts.TryGetValue(name.Id, out var draft))
        {
            draft = new MigrationDraft(name);
            drafts.Add(name.Id, draft);
        }

        return draft;
    }

    private static NameProblem? SectionsAgainstName(FileFacts file, FileName name)
    {
        // Several sections, or one that a marker names.
        if (file.Sections.Count == 1 && file.Sections[0].Direction is null)
        {
            return null;
        }

        return SectionsAgainstDirection(file, name.Direction);
    }

    private static NameProblem? SectionsAgainstDirection(FileFacts file, Direction? named)
    {
        if (named is { } direction)
        {
            string word = direction == Direction.Up ? "up" : "down";
            return new NameProblem(
                $"The name of {FileOf(file.Path)} says it is the {word} script, but it holds sections for both directions.",
                $"Drop the .{word} from the name, or the markers from the file.");
        }

        return file.Sections.Any(section => section.Direction == Direction.Up)
            ? null
            : new NameProblem(
                $"{FileOf(file.Path)} has a down section and no up section.",
                "Expected a -- migrate:up marker before the statements to apply.");
    }

    private static string FileOf(string path) => path.Substring(path.LastIndexOf('/') + 1);
}

using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Layouts;

/// <summary>Gives each of Flyway's <c>U</c> files to the <c>V</c> file of its version; the names behind the version may differ.</summary>
internal static class UndoFiles
{
    public static void Attach(List<(FileFacts File, FileName Name)> undos, Dictionary<string, MigrationDraft> drafts, List<Finding> findings)
    {
        if (undos.Count > 0)
        {
            AttachAll(undos, drafts, findings);
        }
    }

    private static void AttachAll(List<(FileFacts File, FileName Name)> undos, Dictionary<string, MigrationDraft> drafts, List<Finding> findings)
    {
        var byVersion = new Dictionary<MigrationVersion, MigrationDraft>();
        foreach (var draft in drafts.Values.Where(d => d.HasUp))
        {
            byVersion[draft.Version] = draft;
        }

        foreach (var (file, name) in undos)
        {
            if (byVersion.TryGetValue(name.Version!, out var draft))
            {
                draft.Add(file, name, findings);
            }
            else
            {
                findings.Add(NotPlaced.At(
                    file.Path,
                    $"{file.Path} undoes version {name.Version}, which no file applies.",
                    $"Expected V{name.Id.Substring(1)}.sql beside it."));
            }
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Text;
using MigrationTooling.Locking;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What a rebase did.</summary>
/// <param name="Reference">The base as the user calls it.</param>
/// <param name="Commit">Its commit.</param>
/// <param name="Directory">The migrations directory, absolute.</param>
/// <param name="Result">The new lock and the renamed files.</param>
/// <param name="Errors">What is wrong with the folder afterwards.</param>
internal sealed record RebaseReport(string Reference, string Commit, string Directory, RebaseResult Result, IReadOnlyList<Finding> Errors)
{
    public string Json() => JsonText.Write(json =>
    {
        json.WriteString("state", Result.Edit.Changes.Count == 0 && Result.Renumberings.Count == 0 ? "unchanged" : "changed");
        json.Object("base", () =>
        {
            json.WriteString("ref", Reference);
            json.WriteString("commit", Commit);
        });
        json.Objects("renamed", Result.Renumberings, r =>
        {
            json.WriteString("from", r.OldId);
            json.WriteString("to", r.NewId);
        });
        json.Findings(Errors);
    });

    public string Text()
    {
        var text = new StringBuilder();
        foreach (var renumbering in Result.Renumberings)
        {
            text.Append("renamed ").Append(renumbering.OldId).Append(" to ").Append(renumbering.NewId).Append('\n');
        }

        foreach (var error in Errors)
        {
            text.Append(FindingLine.Of(error, Directory)).Append('\n');
        }

        bool isUnchanged = Result.Edit.Changes.Count == 0 && Result.Renumberings.Count == 0;
        text.Append(isUnchanged
            ? $"{LockFile.FileName} is in order behind {Reference}; nothing was changed.\n"
            : $"{LockFile.FileName} is in order behind {Reference}. Tell git with: git add {Directory}\n");
        return text.ToString();
    }
}

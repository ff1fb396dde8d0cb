using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What a command did to the lock: told by migrations, with the lines themselves under <c>-v</c>.</summary>
internal sealed class LockReport
{
    private readonly List<string> _added;
    private readonly List<string> _changed;
    private readonly List<(string From, string To)> _renamed;
    private readonly List<AcceptedEdit> _accepted;
    private readonly EquatableList<LockChange> _lines;

    /// <param name="before">The lock that was read.</param>
    /// <param name="edit">What the edit gave.</param>
    public LockReport(LockFile before, LockEditResult edit)
    {
        var old = before.Entries.ToLookup(e => e.Id, StringComparer.Ordinal);
        var after = edit.Lock.Entries;
        _renamed = after
            .SelectMany(e => e.Aliases.Where(a => old.Contains(a)).Select(a => (From: a, To: e.Id)))
            .Where(r => !old.Contains(r.To))
            .ToList();
        _added = after.Where(e => !old.Contains(e.Id) && !_renamed.Exists(r => r.To == e.Id)).Select(e => e.Id).ToList();
        _changed = after.Where(e => old.Contains(e.Id) && !old[e.Id].Any(o => o.Scripts.Equals(e.Scripts) && o.OutOfOrder == e.OutOfOrder)).Select(e => e.Id).ToList();
        var known = before.Accepted.Select(a => a with { Line = 0 }).ToHashSet();
        _accepted = edit.Lock.Accepted.Where(a => a.Line == 0 && !known.Contains(a)).ToList();
        _lines = edit.Changes;
    }

    public IReadOnlyList<string> Added => _added;

    /// <summary>True where the file would be written as it is.</summary>
    public bool IsUnchanged => _lines.Count == 0;

    public string Json(IReadOnlyList<Finding> refusals) => JsonText.Write(json =>
    {
        json.WriteString("state", refusals.Count > 0 ? "refused" : IsUnchanged ? "unchanged" : "changed");
        json.Texts("added", _added);
        json.Texts("changed", _changed);
        json.Objects("renamed", _renamed, r =>
        {
            json.WriteString("from", r.From);
            json.WriteString("to", r.To);
        });
        json.Findings(refusals);
    });

    /// <param name="isVerbose">True: the lines themselves, too.</param>
    public string Text(bool isVerbose)
    {
        var text = new StringBuilder();
        _added.ForEach(id => text.Append("locked ").Append(id).Append('\n'));
        _renamed.ForEach(r => text.Append("renamed ").Append(r.From).Append(" to ").Append(r.To).Append('\n'));
        foreach (string id in _changed)
        {
            string? reason = _accepted.Find(a => a.Id == id)?.Reason;
            text.Append(reason is null ? $"refreshed {id}\n" : $"accepted {id}: {reason}\n");
        }

        foreach (var line in _lines.Where(_ => isVerbose))
        {
            text.Append(line.Before is null ? "" : $"- {line.Before}\n").Append(line.After is null ? "" : $"+ {line.After}\n");
        }

        return text.ToString();
    }
}

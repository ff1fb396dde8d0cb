using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Locking;
using MigrationTooling.Results;

namespace MigrationTooling.Cli.Commands;

/// <summary>
/// Adds to the lock what a run applied to a database that is kept: from then on the text is a fact, not a draft. A lock that can't be
/// written is a warning, never a failed migration.
/// </summary>
internal sealed class LockAfterRun(Invocation invocation, MigrationFolder folder, bool mayLock)
{
    /// <summary>The ids that were locked.</summary>
    public IReadOnlyList<string> Lock(RunResult result)
    {
        var pending = result.Pending.ToHashSet(StringComparer.Ordinal);
        var open = folder.Verdict.Migrations.Where(m => !folder.IsLocked(m.Id) && !pending.Contains(m.Id)).ToList();
        var last = open.LastOrDefault(m => result.Applied.Contains(m.Id));
        if (!mayLock || last is null)
        {
            Remind(open.Count);
            return [];
        }

        var edit = LockEdits.Add(folder.Lock, folder.Verdict.Migrations, last.Id);
        try
        {
            folder.Store.Write(edit.Lock);
        }
        catch (CommandFailure e)
        {
            invocation.Terminal.Warning($"{e.Message} What was applied stays applied.");
            Remind(open.Count);
            return [];
        }

        return new LockReport(folder.Lock, edit).Added;
    }

    /// <summary>Says what was recorded as applied by hand and is not locked: whether its text is what ran, only a person knows.</summary>
    public void Remind(IEnumerable<string> recorded) => Remind(recorded.Count(id => !folder.IsLocked(id)));

    private void Remind(int count)
    {
        if (count > 0)
        {
            invocation.Terminal.Progress($"{Counted.Of(count, "applied migration")} {(count == 1 ? "is" : "are")} not locked yet: dotnet migrate lock");
        }
    }
}

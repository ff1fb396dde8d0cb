using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Refuses scripts that need a session of their own where each transaction may be in another one, before any of them runs.</summary>
internal static class SessionGate
{
    public static async Task RefuseAsync(
        IHistoryReader reader, IEnumerable<(string Id, MigrationScript Script)> scripts, RunPlanner planner, Dialect dialect, CancellationToken cancellationToken)
    {
        bool? keeps = null;
        foreach (var (id, script) in scripts)
        {
            var plan = planner.ScriptOf(script);
            if (!plan.LeavesSessionState || plan.Refusals.Count > 0)
            {
                continue;
            }

            keeps ??= await reader.KeepsSessionAsync(cancellationToken).ConfigureAwait(false);
            if (keeps == true)
            {
                return;
            }

            if (SessionUse.FirstLost(script.OpenText(), script.Start, dialect, plan) is { } lost)
            {
                throw new RefusedException(
                    $"'{id}' needs a session of its own, and here each transaction may be in another one: {script.Path}({lost.Statement.Place.Line},{lost.Statement.Place.Column}). {lost.Why}.",
                    "Run it past the pooler, or through a pool in session mode; or write it with SET LOCAL, in one transaction.", []);
            }
        }
    }
}

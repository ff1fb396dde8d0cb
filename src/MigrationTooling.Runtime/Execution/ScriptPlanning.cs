using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>What writing a script asks before its first line, whichever way it goes.</summary>
internal static class ScriptPlanning
{
    public static Task<DatabaseSnapshot> ReadAsync(IDatabaseProvider provider, CancellationToken cancellationToken) =>
        WithReaderAsync(provider, reader => reader.ReadAsync(cancellationToken).AsTask(), cancellationToken);

    /// <summary>Asks the database something through a reader of its own; its faults leave as the user's errors.</summary>
    public static async Task<T> WithReaderAsync<T>(IDatabaseProvider provider, Func<IDatabaseReader, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await provider.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await ask(reader).ConfigureAwait(false);
            }
        }
        catch (DatabaseFaultException e)
        {
            throw FaultTranslation.Translate(e, provider.DisplayUrl);
        }
    }

    /// <summary>A shell runs a script once from top to bottom.</summary>
    public static void RefuseBatches(IReadOnlyList<(string Id, ScriptPlan Plan)> scripts)
    {
        foreach (var (id, plan) in scripts)
        {
            if (plan.Batching is { } batching)
            {
                throw new RefusedException(
                    $"'{id}' runs in batches of {batching.Rows} rows until nothing is left, which a script can't do.",
                    $"Write the scripts before and behind it, and run it with: dotnet migrate up {MendingCommand.Word(id)}", []);
            }
        }
    }

    /// <summary>A run goes on with a fresh connection; a script has only the one its reader gives it.</summary>
    /// <param name="provider">Whose script it is.</param>
    /// <param name="scripts">The migrations in the order of the script.</param>
    /// <param name="split">The two commands that write two scripts of it, given the last id of the first and the first id of the second.</param>
    public static void RefuseChangedSession(IScriptingProvider provider, IReadOnlyList<(string Id, ScriptPlan Plan)> scripts, Func<string, string, string> split)
    {
        for (int i = 0; i < scripts.Count - 1; i++)
        {
            if (scripts[i].Plan.LeavesSessionState && !provider.ResetsSession)
            {
                throw new RefusedException(
                    $"'{scripts[i].Id}' changes the session (a PRAGMA, ATTACH or a temporary object), and what comes after it needs a fresh one.",
                    $"Make two scripts, and run each in a shell of its own: {split(scripts[i].Id, scripts[i + 1].Id)}", []);
            }
        }
    }
}

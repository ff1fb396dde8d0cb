using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Model;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Planning;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>Looks into the catalog around a statement that can't be in a transaction, in the session and under the role that runs it.</summary>
internal sealed class CatalogProbe(WorkSession work) : IStatementProbe
{
    private const string TrialTable = "migrate_trial_table";
    private const string TrialIndex = "migrate_trial_index";

    public ValueTask<CatalogLook> LookAsync(OutsideTarget target, CancellationToken cancellationToken) => FaultsAsync(async () =>
    {
        long relation = await RelationAsync(target, cancellationToken).ConfigureAwait(false);
        var look = await CatalogLooks.ReadAsync(work.Session, target, relation, CatalogQueries.Of(target), cancellationToken).ConfigureAwait(false);
        return target.Kind == OutsideKind.CreateIndex ? look with { Expected = await TryAsync(target, cancellationToken).ConfigureAwait(false) } : look;
    });

    public ValueTask<CatalogLook> LookAgainAsync(PreImage image, CancellationToken cancellationToken) => FaultsAsync(
        () => CatalogLooks.AgainAsync(work.Session, image, cancellationToken));

    public async ValueTask RunAsync(string statement, CancellationToken cancellationToken)
    {
        await FaultsAsync(async () =>
        {
            var without = new Pipeline();
            work.Settings.WithoutLockTimeout(without);
            await work.Session.RunAsync(without, cancellationToken).ConfigureAwait(false);
            await work.Session.RunAsync(new Pipeline().Add(StepKind.Plumbing, statement), cancellationToken).ConfigureAwait(false);
            if (work.Settings.LockTimeout > TimeSpan.Zero)
            {
                var with = new Pipeline();
                work.Settings.WithLockTimeout(with);
                await work.Session.RunAsync(with, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }).ConfigureAwait(false);
    }

    private async ValueTask<long> RelationAsync(OutsideTarget target, CancellationToken cancellationToken)
    {
        if (CatalogQueries.RelationName(target) is not { } name)
        {
            return 0;
        }

        var answers = await work.Session.ReadAsync(new Pipeline().Add(StepKind.Plumbing, CatalogQueries.Relation, name), cancellationToken).ConfigureAwait(false);
        return (long?)answers[0][0][0] ?? 0;
    }

    /// <summary>
    /// How the server writes the definition of the index: it is made on an empty copy of the table, in a transaction that is rolled back.
    /// Empty where that is refused (a role that may make no temporary table); then only what is certain without it counts.
    /// </summary>
    private async ValueTask<string> TryAsync(OutsideTarget target, CancellationToken cancellationToken)
    {
        var trial = new Pipeline().Add(StepKind.Plumbing, "BEGIN")
            .Add(StepKind.Plumbing, $"CREATE TEMPORARY TABLE {TrialTable} (LIKE {target.Table}) ON COMMIT DROP")
            .Add(StepKind.Plumbing, target.Trial.Replace("{index}", TrialIndex, StringComparison.Ordinal).Replace("{table}", "pg_temp." + TrialTable, StringComparison.Ordinal))
            .Add(StepKind.Plumbing, CatalogQueries.DefinitionOf, $"pg_temp.{TrialIndex}");
        try
        {
            IReadOnlyList<IReadOnlyList<object?[]>> answers = await work.Session.ReadAsync(trial, cancellationToken).ConfigureAwait(false);
            return answers[^1] is [var definition] ? (string?)definition[0] ?? "" : "";
        }
        catch (ServerError) when (work.Session.IsOpen)
        {
            return "";
        }
        finally
        {
            await work.Session.RollbackAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<T> FaultsAsync<T>(Func<ValueTask<T>> look)
    {
        // A failure may end the connection too (a full disk does), and then the catalog tells once the old session is gone.
        await work.EnsureOpenAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (ServerError e)
        {
            throw ServerFaults.From(e);
        }
    }
}

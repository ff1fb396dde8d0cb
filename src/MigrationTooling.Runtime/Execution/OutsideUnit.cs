using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>
/// What surrounds a statement that can't be in a transaction: the catalog is looked at and written down before it, and compared with after a
/// failure, or by the next run where this one dies.
/// </summary>
internal sealed class OutsideUnit(IStatementProbe probe, UnitPlan planned, int index)
{
    /// <summary>The image of a statement that failed and could not be settled; it stays in the row.</summary>
    public PreImage? Unsettled { get; private set; }

    /// <summary>What a failure left behind, in words; null before one.</summary>
    public string? LeftBehind { get; private set; }

    /// <summary>What is there before the statement; null for one that may simply run twice.</summary>
    public async ValueTask<PreImage?> ImageAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        if (!DoubtTable.NeedsImage(planned.Kind))
        {
            return null;
        }

        var target = OutsideTargets.Of(planned.Kind, statement) ?? new OutsideTarget(planned.Kind, "");
        return new PreImage(index, planned.S1, target, await probe.LookAsync(target, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Decides what became of the statement that an earlier attempt left in doubt, and puts its leftovers away.</summary>
    /// <returns>How it is known; null where it has to be run.</returns>
    /// <exception cref="DirtyDatabaseException">It can't be known, or it is done and its text is another one now.</exception>
    public async ValueTask<(bool IsDone, string Proof)> SettleAsync(HistoryRow row, PreImage image, CancellationToken cancellationToken)
    {
        var decision = await DecideAsync(image, cancellationToken).ConfigureAwait(false);
        string statement = $"{image.Target.Kind.Words()} {image.Target.Name}".TrimEnd();
        switch (decision)
        {
            case DoubtDecision.Redo redo:
                return (false, $"{statement} was interrupted: {redo.Proof}; it is run again.");
            case DoubtDecision.Done done when image.S1 == planned.S1:
                return (true, $"{statement} was interrupted when it was done: {done.Proof}.");
            case DoubtDecision.Done done:
                throw Dirty(row, image, $"'{row.Id}' was interrupted at its unit {image.Unit + 1}, which is done and has another text now.", done.Proof);
            default:
                throw Dirty(row, image, $"'{row.Id}' was interrupted at its unit {image.Unit + 1}, {statement}, and what became of it is not known.", ((DoubtDecision.Ask)decision).Known);
        }
    }

    /// <summary>The statement failed or was cancelled: looks at once what it left, and takes that away.</summary>
    public async ValueTask FailedAsync(PreImage image)
    {
        try
        {
            var decision = await DecideAsync(image, CancellationToken.None).ConfigureAwait(false);
            Unsettled = decision is DoubtDecision.Redo ? null : image;
            LeftBehind = decision switch
            {
                DoubtDecision.Redo redo => $"nothing of it: {redo.Proof}.",
                DoubtDecision.Done done => $"although it failed, {done.Proof}; up records that.",
                _ => ((DoubtDecision.Ask)decision).Known,
            };
        }
        catch (DatabaseFaultException e)
        {
            Unsettled = image;
            LeftBehind = $"what became of it could not be looked up ({e.Fault.Message}); up does that first.";
        }
    }

    private async ValueTask<DoubtDecision> DecideAsync(PreImage image, CancellationToken cancellationToken)
    {
        var decision = DoubtTable.Decide(image, await probe.LookAgainAsync(image, cancellationToken).ConfigureAwait(false));
        var mend = decision switch
        {
            DoubtDecision.Redo redo => redo.Clean,
            DoubtDecision.Done done => done.Finish,
            _ => EquatableList<string>.Empty,
        };
        foreach (string statement in mend)
        {
            await probe.RunAsync(statement, cancellationToken).ConfigureAwait(false);
        }

        return decision;
    }

    private static DirtyDatabaseException Dirty(HistoryRow row, PreImage image, string message, string known) => new(
        message,
        string.Join('\n', new[] { known }.Concat(image.Before.Objects.Take(20).Select(o => $"  before: {o.Path}{(o.IsWhole ? "" : " (invalid)")} {o.Definition}".TrimEnd()))),
        $"{MendingCommand.Decide(row.Id)}\nIf nothing of the unit in doubt is there: {MendingCommand.ResolveAsFailed(row.Id)}", null, null);
}

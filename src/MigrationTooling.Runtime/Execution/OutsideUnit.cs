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
internal sealed class OutsideUnit(IStatementProbe probe, UnitPlan planned, int index, TimeProvider clock)
{
    // What was in the way of the statement may be in the way of taking its leftovers away, and for as long; who cancels a run does not want to wait for that.
    private static readonly TimeSpan LongestCleaning = TimeSpan.FromSeconds(5);

    /// <summary>What there was before a statement of which nobody could say yet what became of it; it stays in the row. Null where that is settled.</summary>
    public PreImage? Unsettled { get; private set; }

    /// <summary>What a failure left behind, in words; null where nothing of the unit was sent.</summary>
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
        Unsettled = image;
        var decision = await LookAsync(image).ConfigureAwait(false);
        await MendAsync(decision, cancellationToken).ConfigureAwait(false);
        string statement = image.Target.Words;
        switch (decision)
        {
            case DoubtDecision.Redo redo:
                Unsettled = null;
                return (false, $"{statement} was interrupted: {redo.Proof}; {(image.S1 == planned.S1 ? "it is run again" : "the script has another statement there now")}.");
            case DoubtDecision.Done done when image.S1 == planned.S1:
                return (true, $"{statement} was interrupted when it was done: {done.Proof}.");
            case DoubtDecision.Done done:
                throw Dirty(row, image, $"'{row.Id}' was interrupted at its unit {image.Unit + 1}, which is done and has another text now.", done.Proof);
            case DoubtDecision.Ask { IsPassing: true } ask:
                throw new DirtyDatabaseException(
                    $"'{row.Id}' was interrupted at its unit {image.Unit + 1}, {statement}, and another session is at work there.",
                    ask.Known, "Wait until that is over; the catalog then tells what became of it: dotnet migrate up", null, null);
            default:
                throw Dirty(row, image, $"'{row.Id}' was interrupted at its unit {image.Unit + 1}, {statement}, and what became of it is not known.", ((DoubtDecision.Ask)decision).Known);
        }
    }

    /// <summary>The statement is about to be sent; its image is in the row.</summary>
    public void Sending(PreImage? image) => Unsettled = image;

    /// <summary>The statement is done. Until that is recorded, it is for the next run to find out.</summary>
    public void Ran() => LeftBehind = Unsettled is null
        ? "it ran, and that is not recorded; up runs it again, which does no harm."
        : "it ran, and that is not recorded; up finds it done.";

    /// <summary>The statement failed or was cancelled: looks at once what it left, and takes that away.</summary>
    public async ValueTask FailedAsync(PreImage image)
    {
        try
        {
            Unsettled = image;
            var decision = await LookAsync(image).ConfigureAwait(false);
            LeftBehind = "what it left is still there, since another transaction is in the way of taking that away; up does it first.";
            using (var limit = new CancellationTokenSource(LongestCleaning, clock))
            {
                await MendAsync(decision, limit.Token).ConfigureAwait(false);
            }

            Unsettled = decision is DoubtDecision.Redo ? null : image;
            LeftBehind = decision switch
            {
                DoubtDecision.Redo redo => $"nothing of it: {redo.Proof}.",
                DoubtDecision.Done done => $"although it failed, {done.Proof}; up records that.",
                _ => ((DoubtDecision.Ask)decision).Known,
            };
        }
        catch (OperationCanceledException)
        {
            // The limit; the words are said already.
        }
        catch (DatabaseFaultException e) when (e.Fault is not DatabaseFault.Undecided)
        {
            LeftBehind = $"what became of it could not be looked up ({e.Fault.Message}); up does that first.";
        }
    }

    private async ValueTask<DoubtDecision> LookAsync(PreImage image) =>
        DoubtTable.Decide(image, await probe.LookAgainAsync(image, CancellationToken.None).ConfigureAwait(false));

    private async ValueTask MendAsync(DoubtDecision decision, CancellationToken cancellationToken)
    {
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
    }

    private static DirtyDatabaseException Dirty(HistoryRow row, PreImage image, string message, string known) => new(
        message,
        string.Join('\n', new[] { known }.Concat(image.Before.Objects.Take(20).Select(o => $"  before: {o.Path}{(o.IsWhole ? "" : " (invalid)")} {o.Definition}".TrimEnd()))),
        $"{MendingCommand.Decide(row.Id)}\nIf nothing of the unit in doubt is there: {MendingCommand.ResolveAsFailed(row.Id)}", null, null);
}

using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>
/// Decides, from the catalog before a statement and the catalog now, what became of it: one row a kind. Existence alone proves nothing: an
/// object counts as the statement's only if it was not there before and is what the statement makes. Pure.
/// </summary>
public static class DoubtTable
{
    /// <summary>False for what may simply run twice, so that nothing need be known before.</summary>
    public static bool NeedsImage(OutsideKind kind) => kind is not (
        OutsideKind.None or OutsideKind.ReindexMany or OutsideKind.Reindex or OutsideKind.Vacuum or OutsideKind.Cluster or OutsideKind.ClusterTable
        or OutsideKind.AlterSystem or OutsideKind.MoveDatabase or OutsideKind.DiscardAll);

    /// <summary>Decides.</summary>
    /// <param name="image">What was there before.</param>
    /// <param name="now">What is there.</param>
    public static DoubtDecision Decide(PreImage image, CatalogLook now)
    {
        if (image is null)
        {
            throw new ArgumentNullException(nameof(image));
        }

        if (now is null)
        {
            throw new ArgumentNullException(nameof(now));
        }

        var kind = image.Target.Kind;
        return kind switch
        {
            OutsideKind.CreateIndex => CreateIndex(image, now),
            OutsideKind.DropIndex => Gone(image, now),
            OutsideKind.ReindexConcurrently => Reindex(image, now),
            OutsideKind.CreateDatabase or OutsideKind.CreateTablespace or OutsideKind.CreateSubscription or OutsideKind.AddEnumValue => Made(image, now),
            OutsideKind.DropDatabase or OutsideKind.DropTablespace or OutsideKind.DropSubscription => Gone(image, now),
            OutsideKind.AlterSubscription => Changed(image, now),
            OutsideKind.DetachPartition => Detach(image, now),
            OutsideKind.Call => new DoubtDecision.Ask("Whether what it called has committed, and how much of it, only its own data can tell."),
            _ => new DoubtDecision.Redo($"{kind.Words()} can be run any number of times"),
        };
    }

    private static DoubtDecision CreateIndex(PreImage image, CatalogLook now)
    {
        var made = New(image, now).Where(o => image.Target.Name.Length == 0 || o.Name == image.Target.Name).ToArray();
        var alike = made.Where(o => image.Before.Expected.Length > 0 && o.Definition == image.Before.Expected).ToArray();
        var broken = alike.Where(o => !o.IsWhole).ToArray();
        var done = alike.FirstOrDefault(o => o.IsWhole);
        return done is not null && broken.Length == 0 ? new DoubtDecision.Done($"the index {done.Path} is new and valid, and has the definition of the statement")
            : now.AtWork is { } session && made.Length > 0 ? AtWork(session, made.FirstOrDefault(o => !o.IsWhole) ?? made[0])
            : done is not null ? new DoubtDecision.Done($"the index {done.Path} is new and valid, and has the definition of the statement; {Names(broken)}, which nobody builds, dropped")
            {
                Seen = $"the index {done.Path} is new and valid, and has the definition of the statement; {Names(broken)}, which nobody builds, is left",
                Finish = Drops(broken),
            }
            : alike.Length > 0 ? Clean(alike)
            : made.Length == 0 ? new DoubtDecision.Redo("no index was made")
            : image.Target.Name.Length == 0 && made.All(o => o.IsWhole) && image.Before.Expected.Length > 0 ? new DoubtDecision.Redo("no index with its definition was made")
            : new DoubtDecision.Ask($"The index {made[0].Path} was not there before; whether the statement made it is not certain, for it is {(made[0].IsWhole ? "valid" : "invalid")} and reads: {made[0].Definition}");
    }

    private static DoubtDecision Reindex(PreImage image, CatalogLook now)
    {
        var left = New(image, now).Where(o => !o.IsWhole).ToArray();
        bool isListed = image.Target.Detail is "table" or "index";
        var wanted = image.Before.Objects.Where(o => image.Target.Detail == "table" || o.Path == image.Target.Name || o.Name == image.Target.Name).ToArray();
        return left.Length > 0 && now.AtWork is { } session ? AtWork(session, left[0])
            : left.Length > 0 ? Clean(left)
            : isListed && wanted.Length > 0 && wanted.All(o => now.Objects.Any(n => n.Name == o.Name && n.Id != o.Id && n.IsWhole))
                ? new DoubtDecision.Done("every index of it was replaced by a new and valid one")
            : new DoubtDecision.Redo("REINDEX can be run any number of times");
    }

    private static DoubtDecision Detach(PreImage image, CatalogLook now) =>
        image.Before.Objects.Count == 0 ? new DoubtDecision.Redo("it was no partition before")
        : now.Objects.Count == 0 ? new DoubtDecision.Done("the partition was attached, and no longer is")
        : now.Objects[0].IsWhole ? new DoubtDecision.Redo("the partition is attached as it was")
        : new DoubtDecision.Done("the partition was half detached, and that was finished")
        {
            Seen = "the partition is half detached",
            Finish = EquatableList.Of($"ALTER TABLE {now.Objects[0].Definition} DETACH PARTITION {now.Objects[0].Path} FINALIZE"),
        };

    private static DoubtDecision Gone(PreImage image, CatalogLook now) =>
        image.Before.Objects.Count == 0 ? new DoubtDecision.Redo("there was nothing to drop")
        : image.Before.Objects.Any(o => now.Objects.Any(n => n.Id == o.Id)) ? new DoubtDecision.Redo($"{image.Before.Objects[0].Path} is still there")
        : new DoubtDecision.Done($"{image.Before.Objects[0].Path} was there, and no longer is");

    private static DoubtDecision Made(PreImage image, CatalogLook now) => New(image, now).FirstOrDefault() is { } made
        ? new DoubtDecision.Done($"{made.Path} was not there before, and is now")
        : new DoubtDecision.Redo("it was not made");

    private static DoubtDecision Changed(PreImage image, CatalogLook now) =>
        image.Before.Objects.Count == 1 && now.Objects.Count == 1 && image.Before.Objects[0].Id == now.Objects[0].Id && image.Before.Objects[0].Definition != now.Objects[0].Definition
            ? new DoubtDecision.Done($"{now.Objects[0].Path} is no longer as it was before")
            : new DoubtDecision.Redo("it is as it was before");

    private static DoubtDecision.Ask AtWork(string session, CatalogObject index) =>
        new($"{session} is at work on the table, and the index {index.Path} is {(index.IsWhole ? "there" : "not finished")}.") { IsPassing = true };

    private static DoubtDecision.Redo Clean(CatalogObject[] left) => new($"it left {Names(left)}, which nobody builds; dropped")
    {
        Seen = $"it left {Names(left)}, which nobody builds",
        Clean = Drops(left),
    };

    private static string Names(CatalogObject[] left) => $"the invalid {(left.Length == 1 ? "index" : "indexes")} {string.Join(", ", left.Select(o => o.Path))}";

    private static EquatableList<string> Drops(CatalogObject[] left) => left.Select(o => "DROP INDEX CONCURRENTLY IF EXISTS " + o.Path).ToEquatableList();

    private static IEnumerable<CatalogObject> New(PreImage image, CatalogLook now) =>
        now.Objects.Where(o => image.Before.Objects.All(b => b.Id != o.Id));
}

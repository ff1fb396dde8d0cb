using System;

namespace MigrationTooling.Planning;

/// <summary>What the next run will do with a statement in doubt, as the catalog stands now. Pure.</summary>
/// <param name="Resumes">True where the run goes on by itself, false where a person has to decide.</param>
/// <param name="Words">One sentence about the statement.</param>
public sealed record DoubtOutlook(bool Resumes, string Words)
{
    /// <summary>Decides as the run will.</summary>
    /// <param name="image">What was there before the statement.</param>
    /// <param name="now">What is there.</param>
    /// <param name="s1">The hash that the statement's unit has in the file now.</param>
    public static DoubtOutlook Of(PreImage image, CatalogLook now, string s1)
    {
        if (image is null)
        {
            throw new ArgumentNullException(nameof(image));
        }

        string statement = image.Target.Words;
        return DoubtTable.Decide(image, now) switch
        {
            DoubtDecision.Redo redo when image.S1 != s1 => new DoubtOutlook(true, $"{statement}: {redo.Seen}; the script has another statement there now."),
            DoubtDecision.Redo { Clean.Count: > 0 } left => new DoubtOutlook(true, $"{statement}: {left.Seen}; up drops that and runs the statement again."),
            DoubtDecision.Redo redo => new DoubtOutlook(true, $"{statement}: {redo.Seen}; up runs it again."),
            DoubtDecision.Done done when image.S1 != s1 => new DoubtOutlook(false, $"{statement} is done, and has another text now: {done.Seen}."),
            DoubtDecision.Done { Finish.Count: > 0 } half => new DoubtOutlook(true, $"{statement}: {half.Seen}; up finishes that and does not run the statement again."),
            DoubtDecision.Done done => new DoubtOutlook(true, $"{statement} is done: {done.Seen}; up does not run it again."),
            var ask => new DoubtOutlook(false, $"{statement}: {((DoubtDecision.Ask)ask).Known}"),
        };
    }
}

using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>
/// A script that says <c>-- migrate:todo</c>, as <c>add</c> writes it, and has no statement yet. Applied as it is, it would count
/// as done, and what is written into it later would never run.
/// </summary>
internal static class UnwrittenScript
{
    public const string UpMessage = "This migration is not written yet: it says migrate:todo and has no statement.";

    public const string UpFix = "Write its statements; where it does nothing on purpose, replace that comment with the reason.";

    public const string DownMessage = "This down script is not written yet: it says migrate:todo and has no statement.";

    public const string DownFix = "Write its statements, or delete the script; where there is nothing to take back, replace that comment with the reason.";

    public static FileProblem Problem(Direction direction, TextPlace place) => direction == Direction.Up
        ? new FileProblem(FileRuleIds.UpNotWritten, place, UpMessage, UpFix)
        : new FileProblem(
            FileRuleIds.DownNotWritten,
            place,
            DownMessage,
            DownFix);
}

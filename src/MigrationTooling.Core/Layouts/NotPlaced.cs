using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Layouts;

/// <summary>The finding for a file that belongs to no migration.</summary>
internal static class NotPlaced
{
    public static Finding At(string path, string message, string fix) =>
        new(RuleTable.Get("MIG0101"), null, path, TextPlace.Start, message, fix);
}

namespace MigrationTooling.Cli.Rendering;

/// <summary>Numbers in sentences.</summary>
internal static class Counted
{
    /// <summary><c>1 migration</c>, <c>2 migrations</c>.</summary>
    public static string Of(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

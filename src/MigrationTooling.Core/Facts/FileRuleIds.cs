namespace MigrationTooling.Facts;

/// <summary>The rules that reading a file can break, by the names its readers use.</summary>
internal static class FileRuleIds
{
    /// <summary>A file, or a part of one, that belongs to no migration.</summary>
    public const string NotPlaced = "MIG0101";

    /// <summary>An unknown, misplaced or contradictory option or directive.</summary>
    public const string Directive = "MIG0102";

    /// <summary>Something opens and is never closed.</summary>
    public const string Unterminated = "MIG0103";

    /// <summary>Bytes that are not UTF-8 text.</summary>
    public const string NotUtf8 = "MIG0104";

    /// <summary>A carriage return without its line feed.</summary>
    public const string LoneCarriageReturn = "MIG0105";

    /// <summary>The file's own transactions don't balance.</summary>
    public const string Transactions = "MIG0107";

    /// <summary>No byte, or only white space.</summary>
    public const string Empty = "MIG0110";

    /// <summary>A backslash command: psql's, not SQL.</summary>
    public const string PsqlCommand = "MIG0112";

    /// <summary>An up script that still waits for its statements.</summary>
    public const string UpNotWritten = "MIG0113";

    /// <summary>A down script that does.</summary>
    public const string DownNotWritten = "MIG0114";

    /// <summary>Statements that can and that can't be in a transaction, in one script.</summary>
    public const string Mixed = "MIG0115";
}

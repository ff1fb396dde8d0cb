using System;
using System.Linq;

namespace MigrationTooling.Sqlite.History;

/// <summary>The names of the history's tables, all made of one base name. Only plain words are taken, and they are quoted wherever they are used.</summary>
internal sealed class HistoryNames
{
    public const string Default = "__migrations";

    // The longest suffix keeps within the 63 bytes of the narrowest engine.
    private const int LongestBase = 48;

    private HistoryNames(string name) => Table = name;

    public string Table { get; }

    public string Rows => Quote(Table);

    public string Journal => Quote(JournalName);

    public string JournalName => Table + "_journal";

    public string Owner => Quote(Table + "_owner");

    public string Meta => Quote(MetaName);

    public string MetaName => Table + "_meta";

    public string Texts => Quote(Table + "_text");

    /// <summary>Takes a base name.</summary>
    /// <exception cref="ArgumentException">It is no plain word, too long, or reserved.</exception>
    public static HistoryNames From(string? name)
    {
        string table = name ?? Default;
        if (table.Length is 0 or > LongestBase
            || !table.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            || char.IsAsciiDigit(table[0]))
        {
            throw new ArgumentException(
                $"The migration table's name must be a word of at most {LongestBase} ASCII letters, digits and underscores that does not begin with a digit; '{table}' is not.", nameof(name));
        }

        return table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase)
            ? throw new ArgumentException($"Names that begin with 'sqlite_' are SQLite's own; the migration table can't be called '{table}'.", nameof(name))
            : new HistoryNames(table);
    }

    private static string Quote(string name) => "\"" + name + "\"";
}

using System;
using System.Linq;
using System.Text;

namespace MigrationTooling.Npgsql.History;

/// <summary>The names of the history's tables in their schema, quoted. All are made of one base name, and only a plain word is taken.</summary>
internal sealed class HistoryNames
{
    public const string DefaultTable = "__migrations";

    // The longest suffix keeps within the 63 bytes that the server keeps of a name.
    private const int LongestBase = 48;
    private const int LongestName = 63;

    private readonly string _schema;

    private HistoryNames(string schema, string table, string quotedSchema)
    {
        _schema = quotedSchema;
        Schema = schema;
        Table = table;
    }

    public string Schema { get; }

    public string Table { get; }

    public string Rows => In(Table);

    public string Journal => In(JournalName);

    public string JournalName => Table + "_journal";

    public string Owner => In(OwnerName);

    public string OwnerName => Table + "_owner";

    public string Meta => In(MetaName);

    public string MetaName => Table + "_meta";

    public string Texts => In(TextName);

    public string TextName => Table + "_text";

    /// <summary>Checks what the user chose.</summary>
    /// <exception cref="ArgumentException">The table is no plain word or too long, or the schema is too long.</exception>
    public static (string? Schema, string Table) Checked(string? schema, string? table)
    {
        string name = table ?? DefaultTable;
        if (name.Length is 0 or > LongestBase || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
        {
            throw new ArgumentException(
                $"The migration table's name must be a word of at most {LongestBase} ASCII letters, digits and underscores that does not begin with a digit; '{name}' is not.", nameof(table));
        }

        return schema is null || (schema.Length > 0 && Encoding.UTF8.GetByteCount(schema) <= LongestName)
            ? (schema, name)
            : throw new ArgumentException($"The schema's name must have 1 to {LongestName} bytes; the server would cut a longer one off.", nameof(schema));
    }

    public static HistoryNames In(string schema, string table) => new(schema, table, Quote(schema));

    /// <summary>The names in a script that finds out by itself which schema it is.</summary>
    /// <param name="expression">What stands for the quoted schema.</param>
    /// <param name="table">The base name.</param>
    public static HistoryNames Behind(string expression, string table) => new("", table, expression);

    public static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private string In(string name) => _schema + "." + Quote(name);
}

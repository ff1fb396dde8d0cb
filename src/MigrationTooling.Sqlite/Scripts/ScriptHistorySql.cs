using System;
using System.Globalization;
using System.IO;
using System.Text;
using MigrationTooling.Sqlite.History;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.Scripts;

/// <summary>A value of a script that SQLite works out when the script is run.</summary>
internal sealed record SqlText(string Sql);

/// <summary>Writes the history's statements into a script: question marks become literals, or expressions where a value is known only later.</summary>
internal sealed class ScriptHistorySql(TextWriter output, HistoryNames names) : IHistorySql
{
    // As HistoryValues writes times.
    private static readonly SqlText Now = new("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')");

    private readonly SqlText _token = new($"(SELECT token FROM {names.Owner} WHERE id = 1)");
    private readonly SqlText _newToken = new($"(SELECT token + 1 FROM {names.Owner} WHERE id = 1)");
    private readonly SqlText _sequence = new($"(SELECT coalesce(max(sequence), 0) + 1 FROM {names.Rows})");

    public void Run(string sql, params ReadOnlySpan<object?> values)
    {
        var text = new StringBuilder();
        int value = 0;
        foreach (char c in sql)
        {
            // The history's own SQL has no question mark but those of its values.
            if (c == '?')
            {
                text.Append(Literal(values[value++]));
            }
            else
            {
                text.Append(c);
            }
        }

        output.Write(text.Append(";\n").ToString());
    }

    public object Time(DateTimeOffset time) => time == IScriptWriter.WhenRun ? Now : HistoryValues.Time(time);

    public object Sequence(long sequence) => sequence == 0 ? _sequence : sequence;

    public object Token(long token) => _token;

    public object NewToken(long token) => _newToken;

    internal static string Literal(object? value) => value switch
    {
        null => "NULL",
        SqlText expression => expression.Sql,
        string text => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'",
        int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        byte[] bytes => "x'" + Convert.ToHexString(bytes) + "'",
        var other => throw new ArgumentException($"SQLite has no literal for {other.GetType()}.", nameof(value)),
    };
}

using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Scripts;

/// <summary>A value of a script that the server or psql works out when the script is run.</summary>
internal sealed record SqlText(string Sql);

/// <summary>Writes the history's statements into a script: parameters become literals, or expressions where a value is known only later.</summary>
internal sealed partial class ScriptHistorySql(TextWriter output, HistoryNames names) : IHistorySql
{
    /// <summary>The time as <see cref="HistoryValues"/> writes it.</summary>
    public static readonly SqlText Now = new("pg_catalog.to_char(pg_catalog.clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')");

    private static readonly SqlText OwnToken = new(":migrate_token");

    private readonly SqlText _newToken = new($"(SELECT coalesce(max(token), 0) + 1 FROM {names.Owner})");
    private readonly SqlText _sequence = new($"(SELECT coalesce(max(sequence), 0) + 1 FROM {names.Rows})");

    public void Run(string sql, params ReadOnlySpan<object?> values)
    {
        var text = new System.Text.StringBuilder();
        int end = 0;
        foreach (var parameter in Parameter().EnumerateMatches(sql))
        {
            // The history's own SQL has no dollar but those of its values.
            text.Append(sql, end, parameter.Index - end);
            text.Append(Literal(values[int.Parse(sql.AsSpan(parameter.Index + 1, parameter.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture) - 1]));
            end = parameter.Index + parameter.Length;
        }

        output.Write(text.Append(sql, end, sql.Length - end).Append(";\n").ToString());
    }

    public object Time(DateTimeOffset time) => time == IScriptWriter.WhenRun ? Now : HistoryValues.Time(time);

    public object Sequence(long sequence) => sequence == 0 ? _sequence : sequence;

    public object Token(long token) => OwnToken;

    public object NewToken(long token) => _newToken;

    /// <summary>A value as SQL that means the same whatever standard_conforming_strings a migration left.</summary>
    internal static string Literal(object? value) => value switch
    {
        null => "NULL",
        SqlText expression => expression.Sql,
        string text when text.Contains('\\', StringComparison.Ordinal) => "E'" + Doubled(text).Replace("\\", "\\\\", StringComparison.Ordinal) + "'",
        string text => "'" + Doubled(text) + "'",
        int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        byte[] bytes => "pg_catalog.decode('" + Convert.ToHexString(bytes) + "', 'hex')",
        var other => throw new ArgumentException($"PostgreSQL has no literal for {other.GetType()}.", nameof(value)),
    };

    private static string Doubled(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();
}

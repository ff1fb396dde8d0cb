using System.Globalization;
using System.Text.RegularExpressions;
using MigrationTooling.Sql;
using MigrationTooling.Storage;
using Npgsql;

namespace MigrationTooling.Npgsql.Faults;

/// <summary>Where in the data of a COPY the server points, which only its context tells: <c>COPY t, line 2, column a: "x"</c>, the words in its own language.</summary>
internal static partial class CopyContext
{
    public static DatabaseFault.CopyData? Of(PostgresException refusal, SqlStatement statement)
    {
        var match = statement.HasCopyData ? Line().Match(refusal.Where ?? "") : Match.Empty;
        return match.Success && int.TryParse(match.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int line)
            ? new DatabaseFault.CopyData(line, Given(match.Groups["column"]), Given(match.Groups["value"]))
            : null;
    }

    private static string? Given(Group group) => group.Success ? group.Value : null;

    [GeneratedRegex("""^COPY .+?, \D+ (?<line>\d+)(?:, [^ :]+ (?<column>[^:]+?)(?:: "(?<value>(?s:.*?))"$|:.*)?)?(?:: |$)""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}

using System;
using System.Globalization;
using System.Text;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>What a lease is agreed on.</summary>
/// <param name="Length">How long it holds from its last heartbeat on.</param>
internal sealed record LeaseTerms(TimeSpan Length)
{
    private const int MostBytes = 63; // what the server keeps of a name

    /// <summary>The length as PostgreSQL reads an interval.</summary>
    public string Interval => ((long)Length.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + " milliseconds";

    /// <summary>
    /// The name under which a leaseholder's transactions show themselves, and in a comment what it runs outside of them: a pooler would leave a
    /// session's own name to whoever gets that session next. The token stands first, so that no long name pushes it out.
    /// </summary>
    public static string ApplicationName(string runner, long token)
    {
        var name = new StringBuilder("dotnet-migrate #").Append(token).Append(' ');
        foreach (char c in runner)
        {
            name.Append(c is >= ' ' and <= '~' and not ('*' or '/') ? c : '?');
        }

        return name.Length <= MostBytes ? name.ToString() : name.ToString(0, MostBytes);
    }

    /// <summary>What is written before a statement outside of a transaction, so that it is known to be ours as long as it runs.</summary>
    public static string Mark(string runner, long token) => $"/* {ApplicationName(runner, token)} */ ";

    /// <summary>The same, worked out by the server from the owner row <c>o</c>.</summary>
    public const string MarkSql =
        "'/* ' || pg_catalog.left('dotnet-migrate #' || o.token || ' ' || pg_catalog.regexp_replace(o.runner, '[^ -)+-.0-~]', '?', 'g'), 63) || ' */'";
}

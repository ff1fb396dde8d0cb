using System;
using System.Linq;
using System.Text.RegularExpressions;
using MigrationTooling.Sql;

namespace MigrationTooling.Npgsql.Scripts;

/// <summary>
/// Follows <c>SET standard_conforming_strings</c> in a migration. psql reads a statement that it passes over as well, to find its end, and by
/// the setting that the session has: so the setting is made there, too.
/// </summary>
internal sealed partial class ScriptStrings
{
    private bool _session;
    private bool? _local; // until the transaction ends
    private bool _isSet;

    /// <summary>True while a backslash escapes in every string.</summary>
    public bool BackslashEscapes => _local ?? _session;

    /// <summary>A statement was written.</summary>
    /// <returns>What is to be run where it is passed over; null for nothing.</returns>
    public string? Set(SqlStatement statement)
    {
        if (statement.Keywords.ElementAtOrDefault(0) is not ("SET" or "RESET") || !statement.Text.Contains(Setting, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        bool escapes = Off().IsMatch(statement.Text);
        if (statement.Keywords.ElementAtOrDefault(1) == "LOCAL")
        {
            _local = escapes;
        }
        else
        {
            (_session, _local) = (escapes, null);
        }

        _isSet = true;
        return Sql;
    }

    /// <summary>The transaction ended, and what was set for it.</summary>
    public string? EndTransaction()
    {
        bool was = _local is not null;
        _local = null;
        return was ? Sql : null;
    }

    /// <summary>The session is taken back.</summary>
    public string? EndMigration()
    {
        bool was = _isSet;
        (_session, _local, _isSet) = (false, null, false);
        return was ? $"RESET {Setting};" : null;
    }

    private const string Setting = "standard_conforming_strings";

    private string Sql => $"SET {Setting} = {(BackslashEscapes ? "off" : "on")};";

    [GeneratedRegex(@"\b(off|of|false|f|no|n|0)'?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Off();
}

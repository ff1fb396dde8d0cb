using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Options;

namespace MigrationTooling;

/// <summary>One migration of a manifest.</summary>
/// <param name="Id">The file name's stem, e.g. <c>20261121093000_add_users</c>.</param>
/// <param name="Version">The leading numbers of the id.</param>
/// <param name="Name">The id without its version, e.g. <c>add_users</c>.</param>
/// <param name="Options">The options of its script header.</param>
/// <param name="IsLocked">True where the lock froze it when the manifest was made.</param>
/// <param name="Aliases">Former ids, oldest first.</param>
/// <param name="Scripts">Its scripts, ordered by direction, then variant (generic first).</param>
public sealed record Migration(
    string Id,
    MigrationVersion Version,
    string Name,
    MigrationOptions Options,
    bool IsLocked,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<MigrationScript> Scripts)
{
    /// <summary>The up script's checksum (the generic one's, else the first variant's), as <c>h1:</c> and hex SHA-256; null without an up script.</summary>
    public string? UpChecksum => Checksum(Direction.Up);

    /// <summary>The down script's checksum; null where the migration has no down.</summary>
    public string? DownChecksum => Checksum(Direction.Down);

    /// <summary>The script that runs on a database of <paramref name="dialect"/>: its own variant, else the generic one; null where there is neither.</summary>
    public MigrationScript? Script(Direction direction, Dialect dialect)
    {
        MigrationScript? generic = null;
        for (int i = 0; i < Scripts.Count; i++)
        {
            var script = Scripts[i];
            if (script.Direction == direction && script.Variant == dialect)
            {
                return script;
            }

            generic ??= script.Direction == direction && script.Variant is null ? script : null;
        }

        return generic;
    }

    private string? Checksum(Direction direction) =>
        Scripts.FirstOrDefault(s => s.Direction == direction) is { } script ? "h1:" + script.H1 : null;
}

using System.Collections.Generic;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Input;

/// <summary>A database as a URL or connection string names it.</summary>
/// <param name="Dialect">Which engine.</param>
/// <param name="Display">The address without secrets, safe to print anywhere.</param>
/// <param name="ConnectionString">What the driver opens; may hold secrets and is never printed.</param>
/// <param name="FilePath">The SQLite file, absolute; null for a server.</param>
/// <param name="Secrets">Every secret found in the address.</param>
internal sealed record DatabaseAddress(
    Dialect Dialect,
    string Display,
    string ConnectionString,
    string? FilePath,
    IReadOnlyList<string> Secrets)
{
    // A record prints its members by default; this one must not.
    public override string ToString() => Display;
}

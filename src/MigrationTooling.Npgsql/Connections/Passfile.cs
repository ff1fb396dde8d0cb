using System;
using System.IO;
using Npgsql;

namespace MigrationTooling.Npgsql.Connections;

/// <summary>The file with passwords, which the driver reads whoever else may read it. libpq does not, and neither do we.</summary>
internal static class Passfile
{
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Keeps the driver from a file that others can read, and answers its path; null where it may read it, or none is asked for.</summary>
    public static string? PassOver(NpgsqlConnectionStringBuilder settings)
    {
        if (OperatingSystem.IsWindows() || settings.Password is not null || Environment.GetEnvironmentVariable("PGPASSWORD") is not null)
        {
            return null;
        }

        string path = settings.Passfile ?? Environment.GetEnvironmentVariable("PGPASSFILE") ?? Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "", ".pgpass");
        if (!File.Exists(path) || (File.GetUnixFileMode(path) & OfOthers) == 0)
        {
            return null;
        }

        settings.Passfile = "/dev/null";
        return path;
    }
}

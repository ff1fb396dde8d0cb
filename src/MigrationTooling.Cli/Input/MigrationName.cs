using System;
using System.Linq;
using System.Text;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Input;

/// <summary>The name a user gives a new migration, made fit for a file name on every system.</summary>
internal static class MigrationName
{
    // Most file systems end at 255 bytes; version, direction and extension need their share.
    private const int LongestName = 200;

    /// <summary><c>Add users</c> becomes <c>Add_users</c>; what can't stand in a file name is refused.</summary>
    public static string Clean(string given, char joiner)
    {
        string name = string.Join(joiner, given.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        char bad = name.FirstOrDefault(c => !char.IsLetterOrDigit(c) && c is not ('_' or '-'));
        if (bad != default)
        {
            throw CommandFailure.Usage($"The name '{given}' holds '{bad}'.", "A migration's name takes letters, digits, '_', '-' and spaces.");
        }

        if (!name.Any(char.IsLetter))
        {
            throw CommandFailure.Usage($"The name '{given}' holds no letter.", "Say what the migration does: dotnet migrate add add_users");
        }

        return Encoding.UTF8.GetByteCount(name) <= LongestName
            ? name
            : throw CommandFailure.Usage($"The name is longer than {LongestName} bytes.", "Choose a shorter one; the file may hold a comment of any length.");
    }
}

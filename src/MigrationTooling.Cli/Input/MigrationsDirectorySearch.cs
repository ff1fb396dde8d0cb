using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Locking;

namespace MigrationTooling.Cli.Input;

/// <summary>Finds the migrations directory where nothing configures it.</summary>
internal static class MigrationsDirectorySearch
{
    private const string Name = "migrations";
    private static readonly string[] Skipped = ["bin", "obj", "node_modules"];

    /// <param name="workingDirectory">A working directory that holds a lock file is itself the one.</param>
    /// <param name="folder">Where <c>./migrations</c> is expected, and below which the only other one is found.</param>
    /// <param name="sets">What the project's <c>MigrationSet</c> items name.</param>
    public static Sourced<string> Find(string workingDirectory, string folder, IReadOnlyList<string> sets)
    {
        if (File.Exists(Path.Combine(workingDirectory, LockFile.FileName)))
        {
            return new Sourced<string>(workingDirectory, "working directory, which holds migrations.lock");
        }

        if (sets.Count > 0)
        {
            return sets is [var only] ? new Sourced<string>(only, "the project's MigrationSet") : throw Several(sets);
        }

        string usual = Path.Combine(folder, Name);
        if (Directory.Exists(usual))
        {
            return new Sourced<string>(usual, "default");
        }

        var found = Below(folder);
        return found switch
        {
            [var only] => new Sourced<string>(only, "the only one below " + folder),
            [] => throw CommandFailure.Usage(
                $"There is no migrations directory in or below {folder}.",
                "Create it with: dotnet migrate init\nOr name it with --migrations-dir."),
            _ => throw Several(found),
        };
    }

    /// <summary>The directories called <c>migrations</c> below a folder: those with SQL or a lock file, else the others.</summary>
    public static IReadOnlyList<string> Below(string folder)
    {
        var candidates = new List<string>();
        Collect(folder, candidates);
        // A C# project may well have a Migrations folder without SQL.
        var withMigrations = candidates.Where(HoldsMigrations).ToList();
        return withMigrations.Count > 0 ? withMigrations : candidates;
    }

    public static CommandFailure Several(IEnumerable<string> candidates) => CommandFailure.Usage(
        "Several migrations directories are possible:" + string.Concat(candidates.Order(StringComparer.Ordinal).Select(c => "\n  " + c)),
        "Choose one with --migrations-dir, or set migrationsDir in migrate.json.");

    private static void Collect(string folder, List<string> found)
    {
        foreach (string child in Children(folder))
        {
            string name = Path.GetFileName(child);
            if (string.Equals(name, Name, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(child);
            }
            else if (name[0] != '.' && !Skipped.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Collect(child, found);
            }
        }
    }

    // Links are not followed and unreadable folders are passed over: this is a search, not a reading.
    private static IEnumerable<string> Children(string folder) => Directory.EnumerateDirectories(
        folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true });

    private static bool HoldsMigrations(string folder) =>
        File.Exists(Path.Combine(folder, LockFile.FileName)) ||
        Directory.EnumerateFiles(folder, "*.sql", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }).Any();
}

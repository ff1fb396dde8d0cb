using System;
using System.Collections.Generic;

namespace MigrationTooling.Cli.Input;

/// <summary>What a <c>migrate.json</c> says. Paths in it are relative to the folder it lies in.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="MigrationsDir">Key <c>migrationsDir</c>.</param>
/// <param name="Dialect">Key <c>dialect</c>, as written.</param>
/// <param name="Table">Key <c>table</c>: the history table's name.</param>
/// <param name="Schema">Key <c>schema</c>: the history's schema on PostgreSQL.</param>
/// <param name="Exclude">Key <c>exclude</c>: globs of files in the migrations directory that are no migrations.</param>
/// <param name="Default">The keys <c>url</c>, <c>disposable</c>, <c>protected</c> of the file itself: what holds without <c>-e</c>.</param>
/// <param name="Environments">Key <c>environments</c>: the same three keys by name.</param>
internal sealed record MigrateJson(
    string Path,
    string? MigrationsDir,
    string? Dialect,
    string? Table,
    string? Schema,
    IReadOnlyList<string> Exclude,
    EnvironmentSettings Default,
    IReadOnlyDictionary<string, EnvironmentSettings> Environments)
{
    /// <summary>Key <c>runLock</c>: the kind of the run lock on PostgreSQL, as written.</summary>
    public string? RunLock { get; init; }

    public const string FileName = "migrate.json";

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The nearest file from <paramref name="start"/> upwards, at most up to the top of the git working tree; null when there is none.</summary>
    public static string? Find(string start)
    {
        for (string? folder = start; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            string candidate = System.IO.Path.Combine(folder, FileName);
            if (System.IO.File.Exists(candidate))
            {
                return candidate;
            }

            // Above a repository lie other people's settings.
            if (System.IO.Path.Exists(System.IO.Path.Combine(folder, ".git")))
            {
                return null;
            }
        }

        return null;
    }
}

/// <summary>One environment of <c>migrate.json</c>.</summary>
/// <param name="Url">Its database; null where the file does not say.</param>
/// <param name="Disposable">True: what is applied there is not locked.</param>
/// <param name="Protected">True: what takes something back needs <c>--yes</c> on the command line, a question is not enough.</param>
internal sealed record EnvironmentSettings(string? Url, bool Disposable, bool Protected)
{
    public static EnvironmentSettings None { get; } = new(null, false, false);
}

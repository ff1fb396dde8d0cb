using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// Everything that is configured, by the one order: option, environment variable, migrate.json, the project and its
/// appsettings. Each part is read when a command asks for it, so that a broken appsettings.json does not stop <c>add</c>.
/// </summary>
internal sealed class Settings
{
    /// <summary>The history table's name unless configured.</summary>
    public const string DefaultTable = "__migrations";

    private readonly GlobalValues _values;
    private readonly SecretMask _mask;
    private readonly Lazy<ProjectFile> _project;

    public Settings(GlobalValues values, Surroundings surroundings, SecretMask mask)
    {
        _values = values;
        _mask = mask;
        Surroundings = surroundings;
        string start = values.Project is null ? surroundings.Directory : ProjectFolder(values.Project);
        if (MigrateJson.Find(start) is { } path)
        {
            File = MigrateJsonReader.Read(path, TextFile.ReadBytes(path));
        }

        Folder = File?.Folder ?? start;
        _project = new Lazy<ProjectFile>(() => ProjectFile.Find(values.Project is null ? null : surroundings.Absolute(values.Project), Folder));
    }

    public Surroundings Surroundings { get; }

    /// <summary>The migrate.json that holds; null where there is none.</summary>
    public MigrateJson? File { get; }

    /// <summary>Where things are looked for: migrate.json's folder, else the project's, else the working directory.</summary>
    public string Folder { get; }

    public ProjectFile Project => _project.Value;

    /// <summary>The history table's name.</summary>
    public Sourced<string> Table =>
        Setting(_values.MigrationTable, "--migration-table", "MIGRATE_MIGRATION_TABLE", File?.Table)
        ?? new Sourced<string>(DefaultTable, "default");

    /// <summary>The history's schema on PostgreSQL; null where none is named.</summary>
    public Sourced<string>? Schema => Setting(_values.Schema, "--schema", "MIGRATE_SCHEMA", File?.Schema);

    /// <summary>The kind of the run lock on PostgreSQL, as written; null where nobody says.</summary>
    public Sourced<string>? RunLock => Setting(_values.RunLock, "--run-lock", "MIGRATE_RUN_LOCK", File?.RunLock);

    /// <summary>The seconds of a lease, as written; null where nobody says.</summary>
    public Sourced<string>? Lease => Setting(_values.Lease, "--lease", "MIGRATE_LEASE", fromFile: null);

    /// <summary>The dialect of the migrations where neither the lock nor file names say it; null where nothing says.</summary>
    public Sourced<Dialect>? Dialect
    {
        get
        {
            if (File?.Dialect is { } word)
            {
                return new Sourced<Dialect>(Dialects.Parse(word)!.Value, File.Path);
            }

            if (Project.Property("MigrationsDialect") is not { } property)
            {
                return null;
            }

            return Dialects.Parse(property.Value) is { } dialect
                ? new Sourced<Dialect>(dialect, property.Source)
                : throw CommandFailure.Usage($"{property.Source}: MigrationsDialect is '{property.Value}', and it must be sqlite, postgresql or both.");
        }
    }

    /// <summary>True where the project sets <c>MigrationsRequireLock</c>: a missing lock is an error.</summary>
    public bool RequireLock => string.Equals(Project.Property("MigrationsRequireLock")?.Value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Above this many bytes a script never enters the compiler: the project's word, so that tool and build agree.</summary>
    public long LargeFileBytes
    {
        get
        {
            if (Project.Property("MigrationsLargeFileBytes") is not { } property)
            {
                return SetInput.DefaultLargeFileBytes;
            }

            return long.TryParse(property.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
                ? bytes
                : throw CommandFailure.Usage($"{property.Source}: MigrationsLargeFileBytes is '{property.Value}', and it must be a number.");
        }
    }

    /// <summary>The migrations directory, absolute; it exists.</summary>
    public Sourced<string> MigrationsDirectory() =>
        Setting(_values.MigrationsDir, "--migrations-dir", "MIGRATE_MIGRATIONS_DIR", fromFile: null) is { } given
            ? Existing(given, Surroundings.Directory)
            : File?.MigrationsDir is { } configured
                ? Existing(new Sourced<string>(configured, File.Path), File.Folder)
                : Project.Property("MigrationsDirectory") is { } property
                    ? Existing(property with { Value = property.Value.Replace('\\', '/') }, Project.Folder)
                    : MigrationsDirectorySearch.Find(Surroundings.Directory, Folder, Project.MigrationSets());

    /// <summary>Files that are no migrations: migrate.json's <c>exclude</c>, else the project's MigrationsExclude.</summary>
    /// <param name="directory">The migrations directory.</param>
    public FileGlobs Excluded(string directory)
    {
        if (File is { Exclude.Count: > 0 })
        {
            return new FileGlobs(directory, File.Exclude);
        }

        return Project.Property("MigrationsExclude") is { } property
            ? new FileGlobs(Project.Folder, property.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            : FileGlobs.None;
    }

    /// <summary>The database, or why there is none.</summary>
    /// <param name="mayUseDefault">True for reading verbs, which look at <c>app.db</c> where nothing is configured.</param>
    public DatabaseChoice Database(bool mayUseDefault) =>
        new DatabaseSearch(_values, this, _mask).Find(mayUseDefault);

    /// <summary>An option, else its variable, else migrate.json. A variable that is set to nothing is an error: a pipeline lost its value.</summary>
    public Sourced<string>? Setting(string? option, string optionName, string variable, string? fromFile)
    {
        if (option is not null)
        {
            return option.Length > 0
                ? new Sourced<string>(option, optionName)
                : throw CommandFailure.Usage($"{optionName} is empty.");
        }

        if (Surroundings.Variable(variable) is { } value)
        {
            return value.Length > 0
                ? new Sourced<string>(value, "environment variable " + variable)
                : throw CommandFailure.Usage($"The environment variable {variable} is set to nothing.", "Give it a value, or unset it.");
        }

        return fromFile is null ? null : new Sourced<string>(fromFile, File!.Path);
    }

    private static Sourced<string> Existing(Sourced<string> directory, string relativeTo)
    {
        string path = Path.GetFullPath(directory.Value, relativeTo);
        if (Directory.Exists(path))
        {
            return new Sourced<string>(Path.TrimEndingDirectorySeparator(path), directory.Source);
        }

        throw CommandFailure.Usage(
            System.IO.File.Exists(path)
                ? $"The migrations directory {path} ({directory.Source}) is a file."
                : $"The migrations directory {path} ({directory.Source}) does not exist.",
            "Name the right one with --migrations-dir, or create it: dotnet migrate init");
    }

    private string ProjectFolder(string option)
    {
        string place = Surroundings.Absolute(option);
        return System.IO.File.Exists(place) ? Path.GetDirectoryName(place)!
            : Directory.Exists(place) ? place
            : throw CommandFailure.Usage($"--project names '{option}', and there is no such file or folder.");
    }
}

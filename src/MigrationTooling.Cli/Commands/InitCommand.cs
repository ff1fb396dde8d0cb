using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Commands;

/// <summary>Sets a project up. What exists is kept as it is, so it may be run again.</summary>
internal sealed class InitCommand : Verb
{
    private const string RequireLock = "MigrationsRequireLock";

    private readonly Option<string?> _dialect = new("--dialect")
    {
        HelpName = "DIALECT",
        Description = "sqlite, postgresql or both. Default: what --database-url says, else sqlite.",
    };

    public InitCommand()
        : base("init", "Sets up migrations here: migrate.json, the migrations directory with its lock file, .gitattributes, and MigrationsRequireLock in the project. Never overwrites anything.")
    {
        Aliases.Add("create-schema");
        Options.Add(_dialect);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate init", "SQLite, ./migrations, and app.db as the database of this folder."),
        new("dotnet migrate init --dialect postgresql -m db/migrations", "PostgreSQL scripts in db/migrations; the database comes from MIGRATE_DATABASE_URL."),
    ];

    public override Task<int> RunAsync(Invocation invocation)
    {
        string folder = invocation.Values.Project is { } project
            ? ProjectFile.Find(invocation.Surroundings.Absolute(project), invocation.Surroundings.Directory).Folder
            : invocation.Surroundings.Directory;
        var report = new InitReport(folder);
        var existing = ExistingSettings(folder);
        var dialect = Dialect(invocation, existing);
        string directory = Path.GetFullPath(DirectorySetting(invocation, existing, folder), folder);

        WriteSettings(invocation, existing, folder, directory, dialect, report);
        WriteDirectory(directory, dialect, report);
        WriteGitAttributes(folder, report);
        RequireTheLock(invocation, folder, report);

        invocation.Terminal.ResultText(invocation.IsJson ? report.Json() : report.Text());
        return Task.FromResult(ExitCode.Done);
    }

    private static MigrateJson? ExistingSettings(string folder)
    {
        string path = Path.Combine(folder, MigrateJson.FileName);
        return File.Exists(path) ? MigrateJsonReader.Read(path, TextFile.ReadBytes(path)) : null;
    }

    private Dialect Dialect(Invocation invocation, MigrateJson? existing)
    {
        if (invocation.Value(_dialect) is { } word)
        {
            return Dialects.Parse(word) ?? throw CommandFailure.Usage($"--dialect is '{word}', and it must be sqlite, postgresql or both.");
        }

        return existing?.Dialect is { } written ? Dialects.Parse(written)!.Value
            : invocation.Values.DatabaseUrl is { } url ? Address(url, invocation).Dialect
            : Model.Dialect.Sqlite;
    }

    private static string DirectorySetting(Invocation invocation, MigrateJson? existing, string folder)
    {
        if (invocation.Values.MigrationsDir is { } option)
        {
            return invocation.Surroundings.Absolute(option);
        }

        if (existing?.MigrationsDir is { } written)
        {
            return written;
        }

        string usual = Path.Combine(folder, "migrations");
        return Directory.Exists(usual) ? usual : MigrationsDirectorySearch.Below(folder) switch
        {
            [] => usual,
            [var only] => only,
            var several => throw MigrationsDirectorySearch.Several(several),
        };
    }

    private static void WriteSettings(
        Invocation invocation, MigrateJson? existing, string folder, string directory, Dialect dialect, InitReport report)
    {
        string path = Path.Combine(folder, MigrateJson.FileName);
        if (existing is not null)
        {
            report.Kept(path);
            return;
        }

        string? url = dialect == Model.Dialect.PostgreSql ? null : "sqlite:app.db";
        if (invocation.Values.DatabaseUrl is { } given)
        {
            url = Address(given, invocation).Secrets.Count == 0 ? given : throw CommandFailure.Refused(
                "The database URL holds a password, and migrate.json is committed. Nothing was written.",
                "Leave the password out, and give the whole URL in the environment variable MIGRATE_DATABASE_URL.");
        }

        TextFile.ReplaceAtomically(path, JsonText.Write(json =>
        {
            json.WriteString("migrationsDir", Path.GetRelativePath(folder, directory).Replace('\\', '/'));
            json.WriteString("dialect", dialect.Word());
            if (url is not null)
            {
                json.WriteString("url", url);
            }
        }));
        report.Created(path);
        if (url is null)
        {
            report.Next("Name the database in the environment variable MIGRATE_DATABASE_URL.");
        }
    }

    private static DatabaseAddress Address(string url, Invocation invocation)
    {
        try
        {
            return DatabaseAddressReader.Read(url, invocation.Surroundings.Directory);
        }
        catch (FormatException e)
        {
            throw CommandFailure.Usage($"The database address from --database-url can't be used: {e.Message}.");
        }
    }

    private static void WriteDirectory(string directory, Dialect dialect, InitReport report)
    {
        if (File.Exists(directory))
        {
            throw CommandFailure.Usage($"The migrations directory {directory} is a file.");
        }

        if (Directory.Exists(directory))
        {
            report.Kept(directory);
        }
        else
        {
            Directory.CreateDirectory(directory);
            report.Created(directory);
        }

        string lockPath = Path.Combine(directory, LockFile.FileName);
        if (File.Exists(lockPath))
        {
            report.Kept(lockPath);
        }
        else if (Directory.EnumerateFiles(directory, "*.sql", SearchOption.AllDirectories).Any())
        {
            report.Next("Freeze the migrations that are there: dotnet migrate lock");
        }
        else
        {
            // It fixes the dialect, and lets git keep the directory while it is empty.
            TextFile.ReplaceAtomically(lockPath, LockWriter.Write(new LockFile(dialect, EquatableList<LockEntry>.Empty, EquatableList<AcceptedEdit>.Empty)));
            report.Created(lockPath);
            report.Next("Write the first migration: dotnet migrate add NAME");
        }
    }

    private static void WriteGitAttributes(string folder, InitReport report)
    {
        string path = Path.Combine(folder, GitAttributes.FileName);
        bool exists = File.Exists(path);
        string text = exists ? Encoding.UTF8.GetString(TextFile.ReadBytes(path)) : "";
        var missing = GitAttributes.Missing(text);
        if (missing.Count == 0)
        {
            report.Kept(path);
            return;
        }

        TextFile.ReplaceAtomically(path, GitAttributes.Append(text, missing));
        if (exists)
        {
            report.Changed(path);
        }
        else
        {
            report.Created(path);
        }
    }

    private static void RequireTheLock(Invocation invocation, string folder, InitReport report)
    {
        var project = ProjectFile.Find(invocation.Values.Project is { } option ? invocation.Surroundings.Absolute(option) : null, folder);
        if (project.Property(RequireLock) is { } set)
        {
            report.Kept(set.Source);
            return;
        }

        string? text = project.Path is null ? null : Encoding.UTF8.GetString(TextFile.ReadBytes(project.Path));
        if (text is not null && ProjectEdit.AddProperty(text, RequireLock, "true") is { } edited)
        {
            TextFile.ReplaceAtomically(project.Path!, edited);
            report.Changed(project.Path!);
            return;
        }

        report.Next($"Let the build insist on the lock: put <{RequireLock}>true</{RequireLock}> into the project that compiles the migrations.");
    }
}

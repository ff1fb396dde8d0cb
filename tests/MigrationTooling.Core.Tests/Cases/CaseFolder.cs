using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Core.Tests.Cases;

/// <summary>One folder of tests/Cases, as its README describes it.</summary>
internal sealed class CaseFolder
{
    private readonly string _directory;
    private readonly Dictionary<string, string> _settings;

    public CaseFolder(string name)
    {
        _directory = Path.Combine(Root, name);
        string settings = Path.Combine(_directory, "settings.txt");
        _settings = File.Exists(settings)
            ? File.ReadAllLines(settings).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])
            : [];
    }

    public static string RepositoryRoot { get; } = FindRoot();

    public static string Root { get; } = Path.Combine(RepositoryRoot, "tests", "Cases");

    public static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Root).Select(directory => Path.GetFileName(directory)).Order(StringComparer.Ordinal);

    public string ExpectedPath => Path.Combine(_directory, "expected.txt");

    public static string Line(Finding finding) =>
        $"{finding.Rule.Id} {finding.Severity.ToString().ToLowerInvariant()} {finding.File}({finding.Place.Line},{finding.Place.Column}) {finding.Text}";

    public Verdict Judge()
    {
        string migrations = Path.Combine(_directory, "migrations");
        string lockPath = Path.Combine(migrations, LockFile.FileName);
        var read = File.Exists(lockPath) ? LockReader.Read(File.ReadAllText(lockPath)) : null;
        var paths = Directory.EnumerateFiles(migrations, "*.sql", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(migrations, path).Replace('\\', '/'))
            .ToList();
        var configured = Setting("dialect") is { } word ? Dialects.Parse(word) : null;
        var dialect = DialectResolver.Resolve(read?.HeaderDialect, paths, configured);
        var files = paths.Select(path => Read(migrations, path, DialectResolver.ForFile(path, dialect)));
        return MigrationTooling.Rules.Judge.Run(new SetInput("Migrations", files.ToEquatableList(), read, Setting("requireLock") == "true", configured)
        {
            LargeFileBytes = Setting("largeFileBytes") is { } bytes ? long.Parse(bytes, null) : SetInput.DefaultLargeFileBytes,
        });
    }

    private static FileFacts Read(string migrations, string path, Dialect dialect)
    {
        using var stream = File.OpenRead(Path.Combine(migrations, path));
        return FileFactsReader.Read(path, stream, dialect, CancellationToken.None);
    }

    private string? Setting(string key) => _settings.GetValueOrDefault(key);

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "MigrationTooling.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("MigrationTooling.sln is in no folder above the tests.");
    }
}

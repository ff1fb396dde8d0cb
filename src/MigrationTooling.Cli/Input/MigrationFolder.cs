using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MigrationTooling.Cli.Assemblies;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Input;

/// <summary>A migrations directory as it lies on disk, with its lock, read once and judged by the rules that the build uses.</summary>
/// <param name="Directory">Absolute.</param>
/// <param name="Listing">Its files.</param>
/// <param name="Input">What was judged.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Store">The lock file.</param>
internal sealed record MigrationFolder(string Directory, FolderListing Listing, SetInput Input, Verdict Verdict, LockStore Store)
{
    /// <summary>The lock; an empty one where there is no file.</summary>
    public LockFile Lock => Input.Lock?.Lock ?? LockFile.Empty(Verdict.Dialect);

    /// <summary>True where the lock freezes this id.</summary>
    public bool IsLocked(string id) => _locked.Value.Contains(id);

    /// <summary>Plans that were made along with the checksums, by the script's path.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MadePlan>> Plans { get; private init; } = new Dictionary<string, IReadOnlyList<MadePlan>>();

    private readonly Lazy<HashSet<string>> _locked = new(() => Verdict.LockedIds.ToHashSet(StringComparer.Ordinal));

    /// <summary>Findings that refuse a run and fail a build.</summary>
    public IEnumerable<Finding> Errors => Verdict.Findings.Where(f => f.Severity == Severity.Error);

    /// <summary>The manifest that was compiled into an assembly and stands in the place of files; null where files were read.</summary>
    public MigrationManifest? Compiled { get; private init; }

    /// <summary>The same files, judged as if the lock had no line of this migration.</summary>
    public MigrationFolder Without(string id)
    {
        var input = Input with { Lock = new LockReadResult(LockEdits.Remove(Lock, [id]).Lock, EquatableList<LockProblem>.Empty) };
        return new MigrationFolder(Directory, Listing, input, Judge.Run(input), Store);
    }

    /// <summary>True where the text is the id, a former id or the version of a migration; several of one version are known as well.</summary>
    public bool Knows(string text) =>
        Verdict.Migrations.Any(m => m.Id == text || VersionReader.Read(text) is (var version, "") && m.Version == version)
        || Lock.Entries.Any(e => e.Id == text || e.Aliases.Contains(text))
        || Verdict.Aliases.Any(f => f.Former == text);

    /// <summary>Reads and judges the directory that the settings lead to, or takes the manifest of the assembly that the command line names.</summary>
    public static MigrationFolder Read(Invocation invocation) => invocation.Values.Assembly is { } assembly
        ? OfAssembly(invocation, assembly)
        : Read(invocation.MigrationsDirectory(), invocation.Settings, invocation.Interruption.Cancel);

    // The build judged the files and the lock; an assembly that exists has no error among its findings.
    private static MigrationFolder OfAssembly(Invocation invocation, string assembly)
    {
        if (invocation.Values.MigrationsDir is not null)
        {
            throw CommandFailure.Usage("The migrations come from --migrations-dir or from --assembly, not from both.");
        }

        var compiled = CompiledManifest.Read(invocation.Surroundings.Absolute, assembly);
        var manifest = compiled.Manifest;
        var verdict = new Verdict(
            manifest.Dialect,
            EquatableList<MigrationFacts>.Empty,
            EquatableList<Finding>.Empty,
            manifest.Where(m => m.IsLocked).Select(m => m.Id).ToEquatableList(),
            manifest.SelectMany(m => m.Aliases.Select(former => new FormerId(former, m.Id))).ToEquatableList());
        var input = new SetInput(manifest.Name, EquatableList<FileFacts>.Empty, Lock: null, RequireLock: false, manifest.Dialect);
        return new MigrationFolder(compiled.Path, FolderListing.Empty, input, verdict, new LockStore(compiled.Path)) { Compiled = manifest };
    }

    private static MigrationFolder Read(string directory, Settings settings, CancellationToken cancel)
    {
        var listing = FolderListing.Read(directory, settings.Excluded(directory));
        var store = new LockStore(directory);
        var lockRead = store.Read();
        if (listing.Scripts.Count == 0 && lockRead is null)
        {
            throw CommandFailure.Usage(
                $"The migrations directory {directory} is empty: it holds no .sql file and no {LockFile.FileName}.",
                "Write the first migration with dotnet migrate add NAME, or name the right directory with --migrations-dir.");
        }

        var configured = settings.Dialect?.Value;
        var names = listing.Scripts.Select(FileNameParser.Parse).ToArray();
        var dialect = DialectResolver.Resolve(lockRead?.HeaderDialect, names, configured);
        var plans = new ConcurrentDictionary<string, IReadOnlyList<MadePlan>>(StringComparer.Ordinal);
        var files = Facts(directory, names, dialect, plans, cancel);
        var input = new SetInput("Migrations", files.ToEquatableList(), lockRead, settings.RequireLock, configured) { LargeFileBytes = settings.LargeFileBytes };
        return new MigrationFolder(directory, listing, input, Judge.Run(input), store) { Plans = plans };
    }

    private static FileFacts[] Facts(
        string directory, FileName[] names, Dialect dialect, ConcurrentDictionary<string, IReadOnlyList<MadePlan>> plans, CancellationToken cancel)
    {
        var facts = new FileFacts[names.Length];
        var errors = SideBySide.Do(facts.Length, Read);
        if (errors.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();

            // The first file in order, so that the same directory fails with the same message each time.
            throw errors.OfType<CommandFailure>().OrderBy(f => f.Message, StringComparer.Ordinal).FirstOrDefault() ?? errors.First();
        }

        return facts;

        void Read(int i)
        {
            (facts[i], var made) = ScriptFile.Facts(directory, names[i], dialect, cancel);
            if (made.Count > 0)
            {
                plans[names[i].Path] = made;
            }
        }
    }
}

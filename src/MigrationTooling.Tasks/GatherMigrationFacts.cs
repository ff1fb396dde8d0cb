using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Tasks.Gathering;

namespace MigrationTooling.Tasks;

/// <summary>
/// Writes the facts file when what it says changed, and names the files that the compiler gets. Judges nothing: every
/// finding comes from the compiler, so that none is reported twice.
/// </summary>
public sealed class GatherMigrationFacts : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The project.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Where the facts file is written.</summary>
    [Required]
    public string FactsFile { get; set; } = "";

    /// <summary>The migrations directories; metadata Name, Namespace, Dialect, RequireLock, and IsDefault for the one that may be missing.</summary>
    public ITaskItem[] Sets { get; set; } = [];

    /// <summary>Scripts that are none of the project's migrations.</summary>
    public ITaskItem[] Excluded { get; set; } = [];

    /// <summary>The namespace of a set that names none.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The dialect of a set that names none; empty where the lock or the file names decide.</summary>
    public string Dialect { get; set; } = "";

    /// <summary>Whether a missing lock is an error, for a set that does not say.</summary>
    public string RequireLock { get; set; } = "";

    /// <summary>Scripts of more bytes do not enter the compiler.</summary>
    public long LargeFileBytes { get; set; } = 1 << 20;

    /// <summary>The scripts and locks that the compiler reads, and the facts file.</summary>
    [Output]
    public ITaskItem[] CompilerFiles { get; private set; } = [];

    /// <summary>What carries the scripts' texts into the assembly.</summary>
    [Output]
    public ITaskItem[] Resources { get; private set; } = [];

    /// <summary>The packs of texts among the resources, which are written beside the facts file.</summary>
    [Output]
    public ITaskItem[] Packs { get; private set; } = [];

    /// <inheritdoc />
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc />
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            Gather();
        }
        catch (SetDeclarationException settings)
        {
            Report(settings.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Report("The migrations could not be read, so nothing was checked: " + unreadable.Message + " Make the file or directory readable and build again.");
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    private void Gather()
    {
        string madeBy = typeof(Facts.FactsFile).Assembly.ManifestModule.ModuleVersionId.ToString("N");
        string projectDirectory = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;
        string factsPath = Path.GetFullPath(Path.Combine(projectDirectory, FactsFile));
        var earlier = EarlierFacts.Load(factsPath, madeBy, out string? before);
        var declarations = SetDeclarations.Read(Sets, new ProjectDefaults(projectDirectory, Namespace, Dialect, RequireLock, LargeFileBytes));
        var excluded = Excluded.Select(item => Path.GetFullPath(Path.Combine(projectDirectory, item.ItemSpec))).ToList();
        var sets = new List<GatheredSet>();
        var stamper = new FileStamper(LargeFileBytes, earlier, _cancellation.Token);
        foreach (var declaration in declarations)
        {
            var leftOut = new HashSet<string>(excluded.Concat(declarations.Where(d => d != declaration).Select(d => d.FullPath)), RelativePath.Comparer);
            sets.Add(GatheredSet.Gather(declaration, leftOut, stamper));
        }

        if (sets.SelectMany(set => set.CompilerFiles).FirstOrDefault(file => file.ItemSpec.IndexOf('"') >= 0) is { } quoted)
        {
            Report("The compiler's command line cannot carry the double quote in the name of " + quoted.ItemSpec + ", so nothing was checked. Rename the file.");
            return;
        }

        string root = RelativePath.From(Path.GetDirectoryName(factsPath)!, projectDirectory);
        string facts = FactsWriter.Write(new FactsFile(root, madeBy, sets.Select(set => set.Facts).ToEquatableList()));
        Directory.CreateDirectory(Path.GetDirectoryName(factsPath)!);
        // The packs first: facts that did not change say that their packs are up to date.
        Packs = [.. sets.Select((set, number) => Pack(set, number, isStale: before != facts))];
        if (before != facts)
        {
            File.WriteAllText(factsPath, facts);
        }

        CompilerFiles = [ItemText.File(FactsFile), .. sets.SelectMany(set => set.CompilerFiles)];
        Resources = [.. Packs, .. sets.SelectMany(set => set.Resources)];
    }

    private TaskItem Pack(GatheredSet set, int number, bool isStale)
    {
        string path = Path.ChangeExtension(FactsFile, number.ToString(CultureInfo.InvariantCulture) + ".texts");
        string fullPath = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!, path));
        if (isStale || !File.Exists(fullPath))
        {
            new TextPack(fullPath, set.Packed).Write();
        }

        return ItemText.Resource(path, EmbeddedTexts.PackOf(set.Facts.Settings.ResourceName("")));
    }

    private void Report(string message) => Log.LogError(null, "MIG0902", null, null, ProjectFile, 0, 0, 0, 0, message);
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Tests.Running;

/// <summary>
/// A project as the compiler is given it, held in memory, that can be edited and compiled again. Every run is made
/// twice: with nothing changed, no step may run again.
/// </summary>
internal sealed class GuardedProject
{
    public const string Root = "/project";

    public static readonly CSharpParseOptions ParseOptions = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp12).WithDocumentationMode(DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References = ReferencesOf();

    private readonly SortedDictionary<string, MemoryText> _files = new(StringComparer.Ordinal);
    private readonly List<SetSettings> _sets = [];
    private readonly HashSet<string> _carried = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, ImmutableDictionary<string, string>> _sections = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;
    private ImmutableDictionary<string, string> _global = ImmutableDictionary<string, string>.Empty.Add("build_property.MigrationToolingFacts", FactsFile.FileName);
    private MemoryText _facts;
    private GeneratorDriver _driver;

    public GuardedProject(params SetSettings[] sets)
    {
        _sets.AddRange(sets.Length == 0 ? [Settings()] : sets);
        Compilation = CSharpCompilation.Create("App", [CSharpSyntaxTree.ParseText("class Program;", ParseOptions)], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _facts = MakeFacts();
        _driver = CSharpGeneratorDriver.Create(
            [new MigrationsGenerator().AsSourceGenerator()],
            [_facts],
            ParseOptions,
            new MemoryOptions(_global, _sections),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    public CSharpCompilation Compilation { get; set; }

    public static SetSettings Settings(string name = "Migrations", string ns = "Shop", string directory = "migrations", Dialect? dialect = null) =>
        new(name, ns, directory, dialect, RequireLock: false, LargeFileBytes: 1_048_576);

    /// <summary>The texts that the compiler gets besides C#.</summary>
    public ImmutableArray<AdditionalText> Texts => [.. _files.Where(file => !_carried.Contains(file.Key)).Select(file => file.Value), _facts];

    public AnalyzerConfigOptionsProvider Options => new MemoryOptions(_global, _sections);

    public static string FullPath(string path, string directory = "migrations") => Root + "/" + directory + "/" + path;

    public GuardedProject With(string path, string text, string directory = "migrations") => With(path, Encoding.UTF8.GetBytes(text), directory);

    /// <summary>Writes a file and lets the task look again, as a build does.</summary>
    public GuardedProject With(string path, byte[] bytes, string directory = "migrations")
    {
        Type(path, bytes, directory);
        Gather();
        return this;
    }

    /// <summary>
    /// Writes a file and does not run the task, as an editor does while somebody types. Between two runs a file is either added here or the
    /// facts change: where steps are tracked, Roslyn (4.8 to 4.14 at least) loses entries after a run that both removes and adds texts.
    /// </summary>
    public void Type(string path, byte[] bytes, string directory = "migrations")
    {
        string full = FullPath(path, directory);
        var text = new MemoryText(full, bytes);
        _driver = _files.TryGetValue(full, out var old) ? _driver.ReplaceAdditionalText(old, text) : _driver.AddAdditionalTexts([text]);
        _files[full] = text;
    }

    public GuardedProject Without(string path, string directory = "migrations")
    {
        string full = FullPath(path, directory);
        _driver = _driver.RemoveAdditionalTexts([_files[full]]);
        _files.Remove(full);
        Gather();
        return this;
    }

    /// <summary>A file on disk that the compiler is not given, with its facts in the facts file.</summary>
    public GuardedProject Carrying(string path, byte[] bytes)
    {
        _carried.Add(FullPath(path));
        With(path, bytes);
        _driver = _driver.RemoveAdditionalTexts([_files[FullPath(path)]]);
        return this;
    }

    /// <summary>A file on disk that the compiler is not given, though the facts say it is.</summary>
    public GuardedProject Withholding(string path)
    {
        _driver = _driver.RemoveAdditionalTexts([_files[FullPath(path)]]);
        return this;
    }

    /// <summary>Locks what stands in the directory now.</summary>
    public GuardedProject Locked() => With(LockFile.FileName, LockWriter.Write(LockOf.Files(ScriptsOf(_sets[0]).Select(file => (file.Path, file.Text.Bytes)))));

    public void WithSetting(string key, string? value)
    {
        _global = value is null ? _global.Remove(key) : _global.SetItem(key, value);
        _driver = _driver.WithUpdatedAnalyzerConfigOptions(Options);
    }

    public void WithSection(string path, string key, string value)
    {
        string full = FullPath(path);
        _sections = _sections.SetItem(full, _sections.GetValueOrDefault(full, ImmutableDictionary<string, string>.Empty).SetItem(key, value));
        _driver = _driver.WithUpdatedAnalyzerConfigOptions(Options);
    }

    public GuardedRun Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(Compilation, out var compilation, out _);
        var first = new GuardedRun(_driver.GetRunResult(), (CSharpCompilation)compilation, [.. _sets.Select(Pack)]);
        _driver = _driver.RunGenerators(Compilation.Clone());
        new GuardedRun(_driver.GetRunResult(), Compilation, []).AssertNothingRan();
        return first;
    }

    /// <summary>Lets the task look again, as a build does.</summary>
    public void Gather()
    {
        var facts = MakeFacts();
        _driver = _driver.ReplaceAdditionalText(_facts, facts);
        _facts = facts;
    }

    private MemoryText MakeFacts()
    {
        var sets = _sets.Select(set => new SetFacts(
            set,
            _files.TryGetValue(FullPath(LockFile.FileName, set.Directory), out var locked) ? Stamp(LockFile.FileName, locked) : null,
            ScriptsOf(set).Select(file => Stamp(file.Path, file.Text)).ToEquatableList()));
        string text = FactsWriter.Write(new FactsFile("../../..", "test", sets.ToEquatableList()));
        return new MemoryText(Root + "/obj/Debug/net10.0/" + FactsFile.FileName, Encoding.UTF8.GetBytes(text));
    }

    private FileStamp Stamp(string path, MemoryText text) => new(
        path,
        text.Bytes.Length,
        BytesDigest.Of(text.Bytes),
        _carried.Contains(text.Path) ? new CarriedFacts(Dialect.Both, FileFactsReader.Read(path, new MemoryStream(text.Bytes), Dialect.Both, default)) : null);

    private IEnumerable<(string Path, MemoryText Text)> ScriptsOf(SetSettings set)
    {
        string prefix = FullPath("", set.Directory);
        return _files
            .Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal) && file.Key.EndsWith(".sql", StringComparison.Ordinal))
            .Select(file => (file.Key[prefix.Length..], file.Value));
    }

    private ResourceDescription Pack(SetSettings set)
    {
        var pack = new MemoryStream();
        EmbeddedTexts.Pack(pack, [.. ScriptsOf(set).Select(script => new PackedText(script.Path, script.Text.Bytes.Length, () => script.Text.Bytes))]);
        return new ResourceDescription(EmbeddedTexts.PackOf(set.ResourceName("")), () => new MemoryStream(pack.ToArray()), isPublic: true);
    }

    private static ImmutableArray<MetadataReference> ReferencesOf() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "MigrationTooling.Core.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}

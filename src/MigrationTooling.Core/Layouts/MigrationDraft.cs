using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Layouts;

/// <summary>A migration while its files are being gathered.</summary>
internal sealed class MigrationDraft
{
    private readonly FileName _name;
    private readonly List<ScriptFacts> _scripts = new(2);
    private KeptScripts? _first; // of the first file

    public MigrationDraft(FileName name) => _name = name;

    public string Id => _name.Id;

    public MigrationVersion Version => _name.Version!;

    public string Name => _name.Name;

    public IReadOnlyList<ScriptFacts> Scripts => _scripts;

    /// <summary>The layout of its first up file; null while it has none.</summary>
    public MigrationLayout? Layout { get; private set; }

    /// <summary>True where a script was given twice; such a migration says nothing about the directory's layout.</summary>
    public bool IsAmbiguous { get; private set; }

    public bool HasUp => _scripts.Exists(static script => script.Direction == Direction.Up);

    public bool HasDown => _scripts.Exists(static script => script.Direction == Direction.Down);

    public void Add(FileFacts file, FileName name, List<Finding> findings)
    {
        _first ??= file.Kept;
        foreach (var script in file.Kept.Of(file, name))
        {
            if (Find(script.Direction, name.Variant) is { } earlier)
            {
                IsAmbiguous = true;
                findings.Add(Twice(earlier, file.Path, script.Section.Start, script.Direction, name.Variant));
                return;
            }

            if (script.Direction == Direction.Up)
            {
                Layout ??= script.Section.Direction is null ? name.Layout : MigrationLayout.Sections;
            }

            _scripts.Add(script);
        }
    }

    /// <summary>True where a database that takes this variant's down would have run an up script.</summary>
    public bool HasUpFor(Dialect? variant) =>
        _scripts.Any(script => script.Direction == Direction.Up && (variant is null || script.Variant is null || script.Variant == variant));

    public void Remove(ScriptFacts script) => _scripts.Remove(script);

    public MigrationFacts Finish()
    {
        if (_scripts.Count > 1)
        {
            _scripts.Sort(static (left, right) => Rank(left).CompareTo(Rank(right)));
        }

        if (_first?.MigrationOf(Id, _scripts) is { } kept)
        {
            return kept;
        }

        var ordered = _scripts.ToEquatableList();
        var options = ordered.Count == 0 ? MigrationOptions.Default : ordered[0].Options;
        var made = new MigrationFacts(Id, Version, _name.Name, options, ordered);
        return _first is null ? made : _first.Keep(made);
    }

    private static int Rank(ScriptFacts script) => ((int)script.Direction * 10) + (script.Variant is { } variant ? 1 + (int)variant : 0);

    private ScriptFacts? Find(Direction direction, Dialect? variant)
    {
        foreach (var script in _scripts)
        {
            if (script.Direction == direction && script.Variant == variant)
            {
                return script;
            }
        }

        return null;
    }

    private Finding Twice(ScriptFacts earlier, string path, TextPlace place, Direction direction, Dialect? variant)
    {
        string which = (variant is { } dialect ? dialect.Word() + " " : "") + (direction == Direction.Up ? "up" : "down") + " script";
        bool inTwoFolders = string.Equals(FileOf(earlier.Path), FileOf(path), StringComparison.Ordinal);
        return new Finding(
            RuleTable.Get("MIG0006"),
            Id,
            path,
            place,
            $"{path} is a second {which} of {Id}; the first is {earlier.Path}.",
            inTwoFolders
                ? "Folders only organise: keep one of the two files, or make each folder a set of its own (<MigrationSet Include=\"…\" />)."
                : "Keep one of the two files.");
    }

    private static string FileOf(string path) => path.Substring(path.LastIndexOf('/') + 1);
}

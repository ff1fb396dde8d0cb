using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>A manifest made of texts, by the same readers that the tool uses.</summary>
public sealed class ManifestBuilder(Dialect dialect)
{
    private readonly List<(string Path, string Text)> _files = [];
    private readonly Dictionary<string, string[]> _aliases = [];

    public ManifestBuilder Add(string id, string up, string? down = null)
    {
        _files.Add((id + ".up.sql", up));
        if (down is not null)
        {
            _files.Add((id + ".down.sql", down));
        }

        return this;
    }

    public ManifestBuilder Alias(string id, params string[] former)
    {
        _aliases[id] = former;
        return this;
    }

    public MigrationManifest Build(Dialect? declared = null)
    {
        var texts = _files.ToDictionary(f => f.Path, f => f.Text);
        var set = SetAssembler.Assemble(_files.Select(f => FileFactsReader.Read(f.Path, f.Text, dialect)).ToArray());
        Xunit.Assert.Empty(set.Findings);
        var migrations = set.Migrations.Select(m => new Migration(
            m.Id, m.Version, m.Name, m.Options, IsLocked: false, _aliases.TryGetValue(m.Id, out var former) ? former : [],
            m.Scripts.Select(s => new MigrationScript(
                s.Direction, s.Variant, s.Path, s.Section.Start, s.Length, s.Section.H1, s.Section.S1, s.Options,
                () => new StringReader(texts[s.Path]))).ToArray()));
        return new MigrationManifest("Test", declared ?? dialect, migrations);
    }
}

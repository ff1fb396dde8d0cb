using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.History;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Restoring;

namespace MigrationTooling.Cli.Input;

/// <summary>Where the files of a migration lie in a folder: where they are, else where its neighbours' are.</summary>
internal sealed class RestoredShapes(string directory, IReadOnlyList<string> scripts, LockFile? locked)
{
    private const string Extension = ".sql";

    private readonly List<FileName> _names = scripts.Select(FileNameParser.Parse).ToList();

    public RestoredShape Of(HistoryRow row)
    {
        var own = _names.Where(n => n.Problem is null && n.ForeignDialect is null && n.Id == row.Id && n.Variant == row.Text.Variant).ToList();
        var style = new FolderStyle(_names.Where(n => n.Variant is null), locked?.Entries.Select(e => e.Id) ?? []);
        var like = style.Files(row.Id, withDown: true);
        string? ownUp = own.Find(n => n.Direction != Direction.Down)?.Path;
        string up = ownUp ?? WithVariant(like.First(f => f.Direction != Direction.Down).Path, row.Text.Variant);
        string down = own.Find(n => n.Direction == Direction.Down)?.Path
            ?? (ownUp is null ? like.Where(f => f.Direction == Direction.Down).Select(f => WithVariant(f.Path, row.Text.Variant)).FirstOrDefault() : null)
            ?? Beside(up);
        return new RestoredShape(up, down, Marker(ownUp ?? style.Sample, up));
    }

    private string? Marker(string? sample, string up)
    {
        if (sample is null || FileNameParser.Parse(up).Direction is not null || !File.Exists(Path.Combine(directory, sample)))
        {
            return null;
        }

        using var reader = ScriptFile.Text(directory, sample, section: null);
        return MigrationTemplate.MarkerOf(reader.ReadToEnd());
    }

    // ID.up.sql beside ID.down.sql, ID.sql beside ID.down.sql, ID/up.sql and ID/migration.sql beside ID/down.sql.
    private static string Beside(string up)
    {
        string stem = up[..^Extension.Length];
        foreach (string word in (string[])["migration", "up"])
        {
            if (stem.EndsWith(word, StringComparison.OrdinalIgnoreCase) && stem.Length > word.Length && stem[^(word.Length + 1)] is '.' or '/')
            {
                return stem[..^word.Length] + "down" + Extension;
            }
        }

        return stem + ".down" + Extension;
    }

    private static string WithVariant(string path, Dialect? variant)
    {
        if (variant is not { } dialect || FileNameParser.Parse(path).Variant == dialect)
        {
            return path;
        }

        int end = path.Length - Extension.Length;
        int word = path.LastIndexOf('.', end - 1, end - path.LastIndexOf('/') - 1);
        bool isDirection = word > 0 && FileNameParser.Parse(path).Direction is not null;
        return path.Insert(isDirection ? word : end, "." + dialect.Word());
    }
}

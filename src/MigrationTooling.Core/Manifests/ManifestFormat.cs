using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling;

/// <summary>
/// The manifest as bytes: what the generator compiles into an assembly as one literal, and what the application reads back
/// when it first asks for its migrations. Names no machine and no absolute path.
/// </summary>
public static class ManifestFormat
{
    /// <summary>The format written, and the newest one read. Every older one stays readable.</summary>
    public const int Format = 1;

    private const string Header = "migrations.manifest format ";

    /// <summary>The manifest as text, LF.</summary>
    public static string Write(MigrationManifest manifest)
    {
        if (manifest is null)
        {
            throw new ArgumentNullException(nameof(manifest));
        }

        return WriteHead(manifest.Name, manifest.Dialect) + WriteMigrations(manifest) + WriteEnd(manifest.Count);
    }

    /// <summary>What a manifest's text begins with.</summary>
    public static string WriteHead(string name, Dialect dialect)
    {
        var text = new StringBuilder(Header).Append(Format.ToString(CultureInfo.InvariantCulture)).Append('\n');
        FieldLine.Append(text, "manifest", name, ("dialect", dialect.Word()));
        return text.ToString();
    }

    /// <summary>The part of a manifest's text that holds these migrations.</summary>
    public static string WriteMigrations(IEnumerable<Migration> migrations)
    {
        var text = new StringBuilder();
        foreach (var migration in migrations ?? throw new ArgumentNullException(nameof(migrations)))
        {
            AppendMigration(text, migration);
        }

        return text.ToString();
    }

    /// <summary>What a manifest's text ends with.</summary>
    public static string WriteEnd(int count)
    {
        var text = new StringBuilder();
        FieldLine.Append(text, "end", count.ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }

    /// <summary>Reads the UTF-8 of what <see cref="Write"/> wrote.</summary>
    /// <param name="utf8">The bytes, in the parts they were compiled in.</param>
    /// <param name="open">Opens a script by its path relative to the migrations directory; null where there is none.</param>
    /// <exception cref="FormatException">The bytes are cut off, or written by a newer version.</exception>
    public static MigrationManifest Read(IEnumerable<byte[]> utf8, Func<string, Stream?> open)
    {
        if (open is null)
        {
            throw new ArgumentNullException(nameof(open));
        }

        string[] lines = string.Concat((utf8 ?? throw new ArgumentNullException(nameof(utf8))).Select(Encoding.UTF8.GetString)).Split('\n');
        if (lines[0] != Header + Format.ToString(CultureInfo.InvariantCulture))
        {
            throw new FormatException(
                lines[0].StartsWith(Header, StringComparison.Ordinal)
                    ? "The manifest was compiled by a newer version of MigrationTooling than the one that runs; update the MigrationTooling packages of the application."
                    : "These bytes are no migration manifest.");
        }

        var head = Line(lines, 1, "manifest");
        var migrations = new List<Migration>();
        int next = 2;
        while (next < lines.Length && lines[next].StartsWith("migration ", StringComparison.Ordinal))
        {
            var line = FieldLine.Parse(lines[next++]);
            var scripts = new List<MigrationScript>();
            while (next < lines.Length && lines[next].StartsWith("script ", StringComparison.Ordinal))
            {
                scripts.Add(ReadScript(FieldLine.Parse(lines[next++]), open));
            }

            migrations.Add(ReadMigration(line, scripts));
        }

        return Line(lines, next, "end").Value == migrations.Count.ToString(CultureInfo.InvariantCulture)
            ? new MigrationManifest(head.Value, Dialects.Parse(head.Word("dialect")) ?? throw Broken("dialect"), migrations)
            : throw Broken("end");
    }

    private static void AppendMigration(StringBuilder text, Migration migration)
    {
        var fields = new List<(string Key, string Word)>(5)
        {
            ("version", migration.Version.ToString()),
            ("name", PercentEncoding.Encode(migration.Name)),
            ("locked", migration.IsLocked ? "true" : "false"),
        };
        AddUnlessEmpty(fields, "aliases", string.Join(",", migration.Aliases.Select(PercentEncoding.Encode)));
        AddUnlessEmpty(fields, "options", OptionWords.Write(migration.Options));
        FieldLine.Append(text, "migration", migration.Id, [.. fields]);
        foreach (var script in migration.Scripts)
        {
            AppendScript(text, script);
        }
    }

    private static void AppendScript(StringBuilder text, MigrationScript script)
    {
        var fields = new List<(string Key, string Word)>(7)
        {
            ("path", PercentEncoding.Encode(script.Path)),
            ("length", script.Length.ToString(CultureInfo.InvariantCulture)),
            ("h1", script.H1),
            ("s1", script.S1),
        };
        AddUnlessEmpty(fields, "variant", script.Variant?.Word() ?? "");
        AddUnlessEmpty(fields, "section", script.IsSection ? "true" : "");
        AddUnlessEmpty(fields, "start", script.Start == TextPlace.Start ? "" : script.Start.ToString());
        AddUnlessEmpty(fields, "options", OptionWords.Write(script.Options));
        FieldLine.Append(text, "script", script.Direction.ToString(), [.. fields]);
    }

    private static void AddUnlessEmpty(List<(string Key, string Word)> fields, string key, string word)
    {
        if (word.Length > 0)
        {
            fields.Add((key, word));
        }
    }

    private static Migration ReadMigration(FieldLine line, IReadOnlyList<MigrationScript> scripts) => new(
        line.Value,
        new MigrationVersion(line.Word("version").Split('.')),
        line.Text("name"),
        OptionWords.Read(line.List("options")),
        line.Flag("locked"),
        line.List("aliases"),
        scripts);

    private static MigrationScript ReadScript(FieldLine line, Func<string, Stream?> open)
    {
        var direction = line.Value switch
        {
            nameof(Direction.Up) => Direction.Up,
            nameof(Direction.Down) => Direction.Down,
            _ => throw Broken("script"),
        };
        string path = line.Text("path");
        bool isSection = line.OptionalWord("section") == "true";
        return new MigrationScript(
            direction,
            line.OptionalWord("variant") is { } variant ? Dialects.Parse(variant) ?? throw Broken("variant") : null,
            path,
            line.OptionalWord("start") is { } start ? TextPlace.Parse(start) ?? throw Broken("start") : TextPlace.Start,
            line.Number("length"),
            line.Word("h1"),
            line.Word("s1"),
            OptionWords.Read(line.List("options")),
            ScriptText.Opener(path, isSection ? direction : null, open))
        {
            IsSection = isSection,
        };
    }

    private static FieldLine Line(string[] lines, int index, string kind) =>
        index < lines.Length && lines[index].StartsWith(kind + " ", StringComparison.Ordinal)
            ? FieldLine.Parse(lines[index])
            : throw Broken(kind);

    private static FormatException Broken(string part) =>
        new("The manifest is broken at '" + part + "': the assembly that carries it was cut off or altered; build it again.");
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling;

/// <summary>
/// The manifest as text: what the generator compiles into an assembly as literals, and what the application reads back
/// when it first asks for its migrations. Names no machine and no absolute path. Says only what does not follow from the id,
/// for the compiler reads, compiles and stores every character of it.
/// </summary>
public static class ManifestFormat
{
    /// <summary>The format written, and the newest one read. Every older one stays readable.</summary>
    public const int Format = 2;

    /// <summary>The oldest format read: every field spelt out, hashes in hex.</summary>
    public const int OldestFormat = 1;

    private const int FirstCapacity = 16 * 1024;

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
        var text = new StringBuilder(FirstCapacity);
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

    /// <summary>Reads the UTF-8 of a manifest, as assemblies with format 1 carry it.</summary>
    /// <param name="utf8">The bytes, in the parts they were compiled in.</param>
    /// <param name="open">Opens a script by its path relative to the migrations directory; null where there is none.</param>
    /// <exception cref="FormatException">The bytes are cut off, or written by a newer version.</exception>
    public static MigrationManifest Read(IEnumerable<byte[]> utf8, Func<string, Stream?> open) =>
        Read((utf8 ?? throw new ArgumentNullException(nameof(utf8))).Select(Encoding.UTF8.GetString), open);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="parts">The text, in the parts it was compiled in.</param>
    /// <param name="open">Opens a script by its path relative to the migrations directory; null where there is none.</param>
    /// <exception cref="FormatException">The text is cut off, or written by a newer version.</exception>
    public static MigrationManifest Read(IEnumerable<string> parts, Func<string, Stream?> open)
    {
        if (open is null)
        {
            throw new ArgumentNullException(nameof(open));
        }

        string[] lines = string.Concat(parts ?? throw new ArgumentNullException(nameof(parts))).Split('\n');
        CheckFormat(lines[0]);
        var head = Line(lines, 1, "manifest");
        var migrations = new List<Migration>();
        int next = 2;
        while (next < lines.Length && lines[next].StartsWith("migration ", StringComparison.Ordinal))
        {
            var line = FieldLine.Parse(lines[next++]);
            var scripts = new List<MigrationScript>();
            while (next < lines.Length && lines[next].StartsWith("script ", StringComparison.Ordinal))
            {
                scripts.Add(ReadScript(FieldLine.Parse(lines[next++]), line.Value, open));
            }

            migrations.Add(ReadMigration(line, scripts));
        }

        return Line(lines, next, "end").Value == migrations.Count.ToString(CultureInfo.InvariantCulture)
            ? new MigrationManifest(head.Value, Dialects.Parse(head.Word("dialect")) ?? throw Broken("dialect"), migrations)
            : throw Broken("end");
    }

    private static void CheckFormat(string header)
    {
        if (!header.StartsWith(Header, StringComparison.Ordinal))
        {
            throw new FormatException("This is no migration manifest.");
        }

        if (!int.TryParse(header.Substring(Header.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int format) || format is < OldestFormat or > Format)
        {
            throw new FormatException(
                "The manifest was compiled by a newer version of MigrationTooling than the one that runs; update the MigrationTooling packages of the application.");
        }
    }

    private static void AppendMigration(StringBuilder text, Migration migration)
    {
        FieldLine.Begin(text, "migration", migration.Id);
        if (VersionReader.Read(migration.Id) is not { } implied || implied.Version != migration.Version || implied.Name != migration.Name)
        {
            FieldLine.Add(text, "version", migration.Version.ToString());
            FieldLine.Add(text, "name", PercentEncoding.Encode(migration.Name));
        }

        FieldLine.AddUnlessEmpty(text, "locked", migration.IsLocked ? "" : "false");
        FieldLine.AddUnlessEmpty(text, "aliases", migration.Aliases.Count == 0 ? "" : string.Join(",", migration.Aliases.Select(PercentEncoding.Encode)));
        FieldLine.AddUnlessEmpty(text, "options", OptionWords.Write(migration.Options));
        text.Append('\n');
        foreach (var script in migration.Scripts)
        {
            AppendScript(text, script, migration.Id);
        }
    }

    private static void AppendScript(StringBuilder text, MigrationScript script, string id)
    {
        FieldLine.Begin(text, "script", script.Direction == Direction.Up ? nameof(Direction.Up) : nameof(Direction.Down));
        FieldLine.AddUnlessEmpty(text, "path", script.Path == PathOf(id) ? "" : PercentEncoding.Encode(script.Path));
        FieldLine.Add(text, "length", script.Length.ToString(CultureInfo.InvariantCulture));
        FieldLine.Add(text, "h1", HashWord.Write(script.H1));
        FieldLine.Add(text, "s1", HashWord.Write(script.S1));
        FieldLine.AddUnlessEmpty(text, "variant", script.Variant?.Word() ?? "");
        FieldLine.AddUnlessEmpty(text, "section", script.IsSection ? "true" : "");
        FieldLine.AddUnlessEmpty(text, "start", script.Start == TextPlace.Start ? "" : script.Start.ToString());
        FieldLine.AddUnlessEmpty(text, "options", OptionWords.Write(script.Options));
        text.Append('\n');
    }

    /// <summary>Where a script lies unless its line says otherwise.</summary>
    private static string PathOf(string id) => id + ".sql";

    private static Migration ReadMigration(FieldLine line, IReadOnlyList<MigrationScript> scripts)
    {
        string id = line.Value;
        var (version, name) = line.OptionalWord("version") is { } written
            ? (new MigrationVersion(written.Split('.')), line.Text("name"))
            : VersionReader.Read(id) ?? throw Broken("version");
        return new Migration(
            id,
            version,
            name,
            OptionWords.Read(line.List("options")),
            line.OptionalWord("locked") is null || line.Flag("locked"),
            line.List("aliases"),
            scripts);
    }

    private static MigrationScript ReadScript(FieldLine line, string id, Func<string, Stream?> open)
    {
        var direction = line.Value switch
        {
            nameof(Direction.Up) => Direction.Up,
            nameof(Direction.Down) => Direction.Down,
            _ => throw Broken("script"),
        };
        string path = line.OptionalWord("path") is null ? PathOf(id) : line.Text("path");
        bool isSection = line.OptionalWord("section") == "true";
        return new MigrationScript(
            direction,
            line.OptionalWord("variant") is { } variant ? Dialects.Parse(variant) ?? throw Broken("variant") : null,
            path,
            line.OptionalWord("start") is { } start ? TextPlace.Parse(start) ?? throw Broken("start") : TextPlace.Start,
            line.Number("length"),
            HashWord.Read(line.Word("h1")) ?? throw Broken("h1"),
            HashWord.Read(line.Word("s1")) ?? throw Broken("s1"),
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

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Rules;
using Xunit;

namespace MigrationTooling.Core.Tests.Manifests;

public class ManifestFormatTests
{
    private static readonly Dictionary<string, string> Folder = new(StringComparer.Ordinal)
    {
        ["0001_users.up.sql"] = "\uFEFFCREATE TABLE users (id INTEGER);\r\n",
        ["0001_users.down.sql"] = "DROP TABLE users;",
        ["0002_Größe, 50% = x.sql"] = "-- migrate:options transaction:false rerunnable:true\n-- migrate:up\nVACUUM;\n-- migrate:down\nSELECT 1;\n",
        ["0003_tags.sql"] = "-- migrate:options batch:5 pause:1500ms\nDELETE FROM tags WHERE id < 0;",
        ["0003_tags.postgres.sql"] = "CREATE TABLE tags (id bigserial);",
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var manifest = Assemble();

        var back = Read(ManifestFormat.Write(manifest), Open);

        Assert.Equal(ManifestFormat.Write(manifest), ManifestFormat.Write(back));
        Assert.Equal("Shop", back.Name);
        Assert.Equal(manifest.Dialect, back.Dialect);
        Assert.Equal(["0001_users", "0002_Größe, 50% = x", "0003_tags"], back.Select(migration => migration.Id));
        Assert.Equal(manifest.Select(Facts), back.Select(Facts));
        Assert.True(back[0].IsLocked);
        Assert.False(back[1].IsLocked);
        Assert.Equal(["0001_people", "0001 folk"], back[0].Aliases);
        Assert.Same(back[0], back.Find("0001 folk"));
        Assert.True(back[1].Options.Rerunnable);
        Assert.False(back[1].Options.Transaction);
        Assert.Equal((5, TimeSpan.FromSeconds(1.5)), (back[2].Options.Batch, back[2].Options.Pause));
        Assert.Equal([null, Dialect.PostgreSql], back[2].Scripts.Select(script => script.Variant));
    }

    [Fact]
    public void The_text_of_each_script_is_the_text_that_was_hashed()
    {
        var manifest = Read(ManifestFormat.Write(Assemble()), Open);

        foreach (var script in manifest.SelectMany(migration => migration.Scripts))
        {
            using var text = script.OpenText();
            Assert.Equal(script.H1, Checksum.H1(text.ReadToEnd()));
        }

        using var section = manifest[1].Script(Direction.Down, Dialect.Sqlite)!.OpenText();
        Assert.Equal("SELECT 1;\n", section.ReadToEnd());
    }

    [Fact]
    public void A_script_whose_text_is_gone_says_which_and_what_to_do()
    {
        var manifest = Read(ManifestFormat.Write(Assemble()), _ => null);

        var error = Assert.Throws<FileNotFoundException>(() => manifest[0].Scripts[0].OpenText());

        Assert.Contains("0001_users.up.sql", error.Message, StringComparison.Ordinal);
        Assert.Contains("Build the project that holds the migrations again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_was_cut_off_anywhere_is_refused()
    {
        string text = ManifestFormat.Write(Assemble());

        for (int length = 0; length < text.Length - 1; length++)
        {
            Assert.Throws<FormatException>(() => Read(text.Substring(0, length), Open));
        }
    }

    [Fact]
    public void A_manifest_of_a_newer_version_says_what_to_update()
    {
        var error = Assert.Throws<FormatException>(() => Read("migrations.manifest format 99\n", Open));

        Assert.Contains("update the MigrationTooling packages", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_in_parts_is_read_as_one()
    {
        var manifest = Assemble();
        string[] parts =
        [
            ManifestFormat.WriteHead(manifest.Name, manifest.Dialect),
            ManifestFormat.WriteMigrations(manifest.Take(1)),
            ManifestFormat.WriteMigrations(manifest.Skip(1)),
            ManifestFormat.WriteEnd(manifest.Count),
        ];

        var back = ManifestFormat.Read(parts.Select(Encoding.UTF8.GetBytes), Open);

        Assert.Equal(ManifestFormat.Write(manifest), ManifestFormat.Write(back));
    }

    private static MigrationManifest Read(string text, Func<string, Stream?> open) => ManifestFormat.Read([Encoding.UTF8.GetBytes(text)], open);

    private static string Facts(Migration migration) => string.Join("|", migration.Scripts.Select(script => (object)
        (script.Direction, script.Variant, script.Path, script.Start, script.Length, script.H1, script.S1, script.Options, script.IsSection)));

    private static MigrationManifest Assemble()
    {
        var files = Folder.Select(file => FileFactsReader.Read(file.Key, file.Value, Dialect.Sqlite) with { Length = Encoding.UTF8.GetByteCount(file.Value) }).ToList();
        var users = files.Single(file => file.Path == "0001_users.up.sql").Sections[0];
        var down = files.Single(file => file.Path == "0001_users.down.sql").Sections[0];
        var entry = new LockEntry(
            "0001_users",
            EquatableList.Of(new LockedScript(null, users.H1, users.S1, down.H1, users.Sketch)),
            null,
            EquatableList.Of("0001_people", "0001 folk"),
            OutOfOrder: false,
            Line: 2);
        var locked = new LockFile(Dialect.Sqlite, EquatableList.Of(entry), EquatableList<AcceptedEdit>.Empty);
        var verdict = Judge.Run(new SetInput("Shop", files.ToEquatableList(), LockReader.Read(LockWriter.Write(locked)), RequireLock: false));
        return ManifestAssembler.Assemble("Shop", verdict, Open);
    }

    private static MemoryStream? Open(string path) => Folder.TryGetValue(path, out string? text) ? new MemoryStream(Encoding.UTF8.GetBytes(text)) : null;
}

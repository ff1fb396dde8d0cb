using System;
using System.Collections.Generic;
using System.Globalization;
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
        ["0004_mark.sql"] = "CREATE TABLE mark (id INTEGER);",
        ["0004_mark.postgres.sql"] = "CREATE TABLE mark (id bigserial);",
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var manifest = Assemble();

        var back = Read(ManifestFormat.Write(manifest), Open);

        Assert.Equal(ManifestFormat.Write(manifest), ManifestFormat.Write(back));
        Assert.Equal("Shop", back.Name);
        Assert.Equal(manifest.Dialect, back.Dialect);
        Assert.Equal(["0001_users", "0002_Größe, 50% = x", "0003_tags", "0004_mark"], back.Select(migration => migration.Id));
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

        var back = ManifestFormat.Read(parts, Open);

        Assert.Equal(ManifestFormat.Write(manifest), ManifestFormat.Write(back));
    }

    [Fact]
    public void What_follows_from_the_id_is_not_written()
    {
        string mark = ManifestFormat.WriteMigrations(Assemble().Skip(3));

        Assert.StartsWith("migration 0004_mark locked=false\nscript Up length=31 h1=", mark, StringComparison.Ordinal);
        Assert.Contains("\nscript Up path=0004_mark.postgres.sql length=", mark, StringComparison.Ordinal);
        Assert.DoesNotContain("version=", mark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_or_name_that_does_not_follow_from_the_id_is_kept()
    {
        var migration = Assemble()[3] with { Version = new MigrationVersion(["7", "1"]), Name = "other" };

        var back = Assert.Single(Read(ManifestFormat.Write(new MigrationManifest("Shop", Dialect.Both, [migration])), Open));

        Assert.Equal("0004_mark", back.Id);
        Assert.Equal("7.1", back.Version.ToString());
        Assert.Equal("other", back.Name);
    }

    [Fact]
    public void A_manifest_of_format_1_is_still_read()
    {
        string h1 = Checksum.H1("CREATE TABLE tags (id INTEGER);");
        string text =
            "migrations.manifest format 1\nmanifest Shop dialect=sqlite\n" +
            "migration 0003_tags version=3 name=tags locked=true aliases=0003_labels options=transaction:false\n" +
            $"script Up path=0003_tags.sql length=31 h1={h1} s1={h1} variant=sqlite start=2:1\nend 1\n";

        var manifest = ManifestFormat.Read([Encoding.UTF8.GetBytes(text)], Open);
        var script = Assert.Single(manifest[0].Scripts);

        Assert.Equal(("0003_tags", "3", "tags", true, false), (manifest[0].Id, manifest[0].Version.ToString(), manifest[0].Name, manifest[0].IsLocked, manifest[0].Options.Transaction));
        Assert.Same(manifest[0], manifest.Find("0003_labels"));
        Assert.Equal((h1, h1, Dialect.Sqlite, "0003_tags.sql", 31L), (script.H1, script.S1, script.Variant, script.Path, script.Length));
    }

    [Fact]
    public void A_manifest_without_migrations_is_read_back() =>
        Assert.Empty(Read(ManifestFormat.Write(new MigrationManifest("Shop", Dialect.Sqlite, [])), Open));

    [Fact]
    public void Ten_thousand_migrations_are_read_back()
    {
        var one = Assemble()[3];
        var many = new MigrationManifest("Shop", Dialect.Sqlite, Enumerable.Range(1, 10_000).Select(number => one with
        {
            Id = FormattableString.Invariant($"{number:D6}_größe_{number}"),
            Version = new MigrationVersion([number.ToString(CultureInfo.InvariantCulture)]),
            Name = FormattableString.Invariant($"größe_{number}"),
        }));

        string text = ManifestFormat.Write(many);
        var back = Read(text, Open);

        Assert.Equal(many.Select(migration => migration.Id), back.Select(migration => migration.Id));
        Assert.Equal("10000", back[9_999].Version.ToString());
        Assert.Equal("größe_10000", back[9_999].Name);
        Assert.Equal(text, ManifestFormat.Write(back));
        Assert.DoesNotContain("version=", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("end 1", "end 2", "end")]
    [InlineData("end 1", "stop 1", "end")]
    [InlineData("dialect=sqlite", "dialect=oracle", "dialect")]
    [InlineData("script Up ", "script Sideways ", "script")]
    [InlineData("migration 0004_mark", "migration mark", "version")]
    [InlineData(" h1=", " h1=A", "h1")]
    [InlineData(" s1=", " h2=", "s1")]
    [InlineData(" length=31", "", "length")]
    [InlineData(" length=31", " length=x", "length")]
    [InlineData(" length=31", " length=31 start=x", "start")]
    [InlineData(" length=31", " length=31 variant=oracle", "variant")]
    [InlineData("manifest Shop", "manifests Shop", "manifest")]
    [InlineData("format 2", "format 0", "update the MigrationTooling packages")]
    [InlineData("format 2", "format two", "update the MigrationTooling packages")]
    [InlineData("migrations.manifest", "migrations.facts", "no migration manifest")]
    public void A_manifest_that_was_altered_is_refused_and_says_where(string written, string altered, string where)
    {
        var migration = Assemble()[3];
        var only = migration with { Scripts = [.. migration.Scripts.Take(1)] };
        string text = ManifestFormat.Write(new MigrationManifest("Shop", Dialect.Sqlite, [only]));
        Assert.Contains(written, text, StringComparison.Ordinal);

        var error = Assert.Throws<FormatException>(() => Read(text.Replace(written, altered, StringComparison.Ordinal), Open));

        Assert.Contains(where, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hash_is_read_only_as_it_is_written()
    {
        var migration = Assemble()[3];
        string text = ManifestFormat.Write(new MigrationManifest("Shop", Dialect.Sqlite, [migration]));
        int end = text.IndexOf(" s1=", StringComparison.Ordinal) - 1;

        // The last of 43 characters stands for four bits: three more spell the same hash, and each is somebody's edit.
        int spelt = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .Count(last => Record.Exception(() => Read(text.Remove(end, 1).Insert(end, last.ToString()), Open)) is null);

        Assert.Equal(16, spelt);
        Assert.Throws<FormatException>(() => Read(text.Remove(end, 1).Insert(end, "*"), Open));
        Assert.Throws<FormatException>(() => Read(text.Remove(end, 1), Open));
    }

    private static MigrationManifest Read(string text, Func<string, Stream?> open) => ManifestFormat.Read([text], open);

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

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Secrets;

namespace MigrationTooling.Execution;

/// <summary>Keeps a copy of a text while it is read, up to the size that the history stores.</summary>
internal sealed class ScriptCapture(TextReader source) : TextReader
{
    /// <summary>A script above this many characters is known by its hash only.</summary>
    public const int Limit = 1024 * 1024;

    private StringBuilder? _kept = new();

    public override int Read(char[] buffer, int index, int count)
    {
        int read = source.Read(buffer, index, count);
        if (_kept is not null)
        {
            _kept = _kept.Length + read <= Limit ? _kept.Append(buffer, index, read) : null;
        }

        return read;
    }

    /// <summary>The text once it was read to its end; null where it is too large.</summary>
    public StoredText? Stored(string h1) => _kept is null ? null : Store(_kept.ToString(), h1);

    /// <summary>What the history keeps of a migration: the text that was read, and its down script's.</summary>
    public EquatableList<StoredText> Texts(PlannedMigration migration)
    {
        var texts = new List<StoredText>(2);
        if (Stored(migration.Up.H1) is { } up)
        {
            texts.Add(up);
        }

        if (migration.Down is { } down && Read(down) is { } stored)
        {
            texts.Add(stored);
        }

        return texts.ToEquatableList();
    }

    /// <summary>A text that is not run now (a down script); null where it is too large or not the one of that hash.</summary>
    public static StoredText? Read(MigrationScript script)
    {
        if (script.Length > Limit * 4L)
        {
            return null;
        }

        using var reader = script.OpenText();
        string text = reader.ReadToEnd();
        return text.Length <= Limit && Checksum.H1(text) == script.H1 ? Store(text, script.H1) : null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private static StoredText Store(string text, string h1)
    {
        string masked = SecretMask.InSql(text);
        return new StoredText(h1, masked, !string.Equals(text, masked, StringComparison.Ordinal));
    }
}

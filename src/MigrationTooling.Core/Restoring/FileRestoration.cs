using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.History;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Restoring;

/// <summary>Makes the files of an applied migration of what its database kept, and proves that they hash as they did. Pure.</summary>
public static class FileRestoration
{
    /// <summary>Makes them.</summary>
    /// <param name="texts">What the database kept.</param>
    /// <param name="shape">How the folder writes such a migration.</param>
    /// <param name="dialect">The folder's dialect.</param>
    public static RestoredFiles Make(AppliedTexts texts, RestoredShape shape, Dialect dialect)
    {
        if (texts is null)
        {
            throw new ArgumentNullException(nameof(texts));
        }

        var text = texts.Row.Text;
        if (Missing(texts.Up, "up") is { } noUp)
        {
            return RestoredFiles.Refused($"The up script of '{texts.Row.Id}' can't be restored: {noUp}");
        }

        string? noDown = text.DownH1 is null ? null : Missing(texts.Down, "down");
        if (shape.Marker is { } marker)
        {
            if (noDown is not null)
            {
                return RestoredFiles.Refused($"'{texts.Row.Id}' was one file with both directions, and that can't be restored: {noDown}");
            }

            var file = new RestoredFile(shape.UpPath, Joined(marker, texts.Up!.Text, texts.Down?.Text));
            return Proved(texts, file, new[] { file }, dialect, null);
        }

        var files = new List<RestoredFile> { new(shape.UpPath, texts.Up!.Text) };
        if (text.DownH1 is not null && noDown is null)
        {
            files.Add(new RestoredFile(shape.DownPath, texts.Down!.Text));
        }

        return Proved(texts, files[0], files, dialect, noDown is null ? null : $"The down script of '{texts.Row.Id}' is not restored: {noDown}");
    }

    // A section's text reaches to the next marker's line, so one that does not end with its line has to be the last.
    private static string Joined(string marker, string up, string? down)
    {
        bool isGoose = marker.EndsWith(" ", StringComparison.Ordinal);
        string upSection = marker + (isGoose ? "Up" : "up") + "\n" + up;
        string downSection = down is null ? "" : marker + (isGoose ? "Down" : "down") + "\n" + down;
        return down is null || up.EndsWith("\n", StringComparison.Ordinal) ? upSection + downSection : downSection + upSection;
    }

    private static RestoredFiles Proved(AppliedTexts texts, RestoredFile up, IReadOnlyList<RestoredFile> files, Dialect dialect, string? note)
    {
        var row = texts.Row;
        var read = SetAssembler.Assemble(files.Select(f => FileFactsReader.Read(f.Path, f.Text, DialectResolver.ForFile(f.Path, dialect))).ToArray());
        var script = read.Migrations.FirstOrDefault(m => m.Id == row.Id)?.Scripts.FirstOrDefault(s => s.Direction == Direction.Up);
        if (script is null || script.Variant != row.Text.Variant)
        {
            return RestoredFiles.Refused($"'{up.Path}' would not be read as the up script of '{row.Id}'{(row.Text.Variant is { } variant ? " for " + variant.Word() : "")}.");
        }

        var down = read.Migrations[0].Scripts.FirstOrDefault(s => s.Direction == Direction.Down);
        if (script.Section.H1 != row.Text.H1 || (down is not null && down.Section.H1 != row.Text.DownH1))
        {
            return RestoredFiles.Refused($"The text that was kept of '{row.Id}' does not have the checksum that ran.");
        }

        return row.Text.S1.Length > 0 && script.Section.S1 != row.Text.S1
            ? RestoredFiles.Refused($"'{row.Id}' ran with options that stood outside the text that was kept.")
            : new RestoredFiles(files.ToEquatableList(), note, null);
    }

    private static string? Missing(StoredText? text, string which) => text switch
    {
        null => $"the history kept no text of the {which} script (it is too large, or says store:false).",
        { IsMasked: true } => $"the history masked a secret in the {which} script, so what it kept is not what ran.",
        _ => null,
    };
}

/// <summary>How a folder writes a migration.</summary>
/// <param name="UpPath">The up script's file, or the one file for both.</param>
/// <param name="DownPath">The down script's file.</param>
/// <param name="Marker">What a section begins with, where one file holds both (<c>-- migrate:</c>, <c>-- +goose </c>); null for two files.</param>
public sealed record RestoredShape(string UpPath, string DownPath, string? Marker);

/// <summary>The files, or why there are none.</summary>
/// <param name="Files">What is to be written.</param>
/// <param name="Note">What could not be restored besides.</param>
/// <param name="Refusal">Why nothing is; null where something is.</param>
public sealed record RestoredFiles(EquatableList<RestoredFile> Files, string? Note, string? Refusal)
{
    internal static RestoredFiles Refused(string why) => new(EquatableList<RestoredFile>.Empty, null, why);
}

/// <summary>One file.</summary>
/// <param name="Path">Relative to the migrations directory, <c>/</c> as separator.</param>
/// <param name="Text">Its text.</param>
public sealed record RestoredFile(string Path, string Text);

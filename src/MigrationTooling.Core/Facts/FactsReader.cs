using System;
using System.Collections.Generic;
using System.Globalization;
using MigrationTooling.Checksums;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>Reads the text of a <see cref="FactsFile"/>.</summary>
public static class FactsReader
{
    /// <summary>Reads what <see cref="FactsWriter.Write"/> wrote.</summary>
    /// <exception cref="FormatException">The text is cut off, altered, or of a newer format.</exception>
    public static FactsFile Read(string text) => Read(new[] { text ?? throw new ArgumentNullException(nameof(text)) }, out _);

    /// <summary>As <see cref="Read(string)"/>, of a text that comes in pieces. Each but the last ends with a line feed.</summary>
    /// <param name="pieces">The text.</param>
    /// <param name="digest">What <see cref="Digest"/> gives for it.</param>
    /// <exception cref="FormatException">The text is cut off, altered, or of a newer format.</exception>
    public static FactsFile Read(IEnumerable<string> pieces, out string digest)
    {
        using var lines = new FactsLines(pieces ?? throw new ArgumentNullException(nameof(pieces)));
        string header = "migrations.facts format " + FactsFile.Format.ToString(CultureInfo.InvariantCulture);
        if (lines.NextText() != header)
        {
            throw new FormatException("The facts file is not of format " + FactsFile.Format.ToString(CultureInfo.InvariantCulture) + ".");
        }

        var root = lines.Next("root");
        lines.BeginDigest(header);
        var sets = new List<SetFacts>();
        while (lines.TryNext("set") is { } set)
        {
            sets.Add(ReadSet(set, lines));
        }

        digest = lines.EndDigest();
        if (lines.Next("end").Value != digest)
        {
            throw new FormatException("The facts file was altered after it was written.");
        }

        return new FactsFile(root.Value, root.Text("madeBy"), sets.ToEquatableList());
    }

    /// <summary>The digest the text ends with: equal exactly when two facts files say the same but for their root.</summary>
    /// <exception cref="FormatException">The text is cut off.</exception>
    public static string Digest(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        int start = text.Length < 2 ? -1 : text.LastIndexOf('\n', text.Length - 2) + 1;
        if (start < 0 || text[text.Length - 1] != '\n')
        {
            throw new FormatException("The facts file is cut off.");
        }

        using var last = new FactsLines(new[] { text.Substring(start) });
        return last.Next("end").Value;
    }

    private static SetFacts ReadSet(FieldLine line, FactsLines lines)
    {
        var settings = new SetSettings(
            line.Value,
            line.Text("namespace"),
            line.Text("directory"),
            line.Word("dialect") == FieldLine.None ? null : ReadDialect(line),
            line.Flag("requireLock"),
            line.Number("largeFileBytes"));
        var stamp = lines.TryNext("lock") is { } locked ? ReadStamp(locked, null) : null;
        var files = new List<FileStamp>();
        while (lines.TryNext("file") is { } file)
        {
            files.Add(ReadStamp(file, lines.TryNext("facts") is { } facts ? ReadFacts(facts, lines) : null));
        }

        return new SetFacts(settings, stamp, files.ToEquatableList());
    }

    private static FileStamp ReadStamp(FieldLine line, CarriedFacts? carried) =>
        new(line.Value, line.Number("length"), line.Word("sha256"), carried);

    private static CarriedFacts ReadFacts(FieldLine line, FactsLines lines)
    {
        var sections = new List<SectionFacts>();
        while (lines.TryNext("section") is { } section)
        {
            sections.Add(ReadSection(section));
        }

        var problems = new List<FileProblem>();
        while (lines.TryNext("problem") is { } problem)
        {
            problems.Add(new FileProblem(problem.Value, Place(problem.Word("place")), problem.Text("message"), problem.Text("fix")));
        }

        var facts = new FileFacts(
            line.Value, line.Number("length"), sections.ToEquatableList(), OptionWords.Read(line.List("options")), problems.ToEquatableList());
        return new CarriedFacts(ReadDialect(line), facts);
    }

    private static SectionFacts ReadSection(FieldLine line)
    {
        var statements = new List<StatementFact>();
        foreach (string word in line.List("statements"))
        {
            int at = word.IndexOf('@');
            statements.Add(
                at == 8 && uint.TryParse(word.Substring(0, at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint hash)
                    ? new StatementFact(hash, Place(word.Substring(at + 1)))
                    : throw new FormatException("'" + word + "' is no statement."));
        }

        return new SectionFacts(
            line.Value switch
            {
                FieldLine.None => null,
                nameof(Direction.Up) => Direction.Up,
                nameof(Direction.Down) => Direction.Down,
                var other => throw new FormatException("'" + other + "' is no direction."),
            },
            Place(line.Word("start")),
            line.Word("h1"),
            line.Word("s1"),
            line.Flag("empty"),
            Sketch.Parse(line.Word("sketch")) ?? throw new FormatException("'" + line.Word("sketch") + "' is no sketch."),
            OptionWords.Read(line.List("options")),
            statements.ToEquatableList());
    }

    private static Dialect ReadDialect(FieldLine line) =>
        Dialects.Parse(line.Word("dialect")) ?? throw new FormatException("'" + line.Word("dialect") + "' is no dialect.");

    private static TextPlace Place(string word) => TextPlace.Parse(word) ?? throw new FormatException("'" + word + "' is no place.");
}

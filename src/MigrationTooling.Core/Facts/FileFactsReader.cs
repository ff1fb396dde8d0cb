using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MigrationTooling.Checksums;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>Learns from a script everything that the rules ask, reading it once. Never throws on its content.</summary>
public static class FileFactsReader
{
    /// <summary>Reads a text that is in memory; a text not yet normalised gives the same.</summary>
    /// <param name="path">Relative to the migrations directory, <c>/</c> as separator.</param>
    /// <param name="text">The whole file.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="invalidUtf8At">Where the bytes it was decoded from were no UTF-8; a text can't tell.</param>
    public static FileFacts Read(string path, string text, Dialect dialect, TextPlace? invalidUtf8At = null)
    {
        using var reader = new NormalizingReader(new StringReader(text ?? throw new ArgumentNullException(nameof(text))));
        return Read(FileNameParser.Parse(path), reader, dialect, invalidUtf8At, default, CancellationToken.None);
    }

    /// <summary>Reads a file as a stream, holding no more than its largest token. The stream stays open.</summary>
    /// <param name="path">Relative to the migrations directory, <c>/</c> as separator.</param>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static FileFacts Read(string path, Stream utf8, Dialect dialect, CancellationToken cancellation) =>
        ReadStream(FileNameParser.Parse(path), utf8, dialect, default, cancellation);

    /// <summary>The same of a file whose name is parsed already.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="setDialect">The dialect of its set; the one in its name goes before it.</param>
    /// <param name="plans">Takes the plans of its sections, where they can be told; null where nobody wants them.</param>
    /// <param name="largeHash">Makes the hashes of a large section; null for the platform's, on this thread.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static FileFacts Read(FileName name, Stream utf8, Dialect setDialect, ICollection<MadePlan>? plans, Func<ILargeHash>? largeHash, CancellationToken cancellation) =>
        ReadStream(name ?? throw new ArgumentNullException(nameof(name)), utf8, name.Variant ?? setDialect, new Besides(plans, largeHash), cancellation);

    private static FileFacts ReadStream(FileName name, Stream utf8, Dialect dialect, Besides besides, CancellationToken cancellation)
    {
#pragma warning disable CA2000 // Disposing the reader would close the caller's stream; it holds nothing else but its buffers.
        var normalised = new NormalizingReader(utf8);
#pragma warning restore CA2000
        var facts = Read(name, normalised, dialect, null, besides, cancellation);
        normalised.Release();
        return facts;
    }

    private static FileFacts Read(
        FileName name, NormalizingReader normalised, Dialect dialect, TextPlace? invalidUtf8At, Besides besides, CancellationToken cancellation)
    {
        var plans = besides.Plans;
        var problems = new List<FileProblem>();
        var parts = new List<SectionFacts>();
#pragma warning disable CA2000 // As above.
        var sections = new SectionReader(normalised);
#pragma warning restore CA2000
        var leading = new OptionReader(NamedOptions(name), problems);
        using var whole = new SectionScan(null, TextPlace.Start, leading, problems, besides.LargeHash);
        SectionFacts beforeMarkers = whole.Read(sections, dialect, plans is not null, cancellation);
        while (sections.NextSection())
        {
            SectionMarker marker = sections.Marker!;
            var markerPlace = new TextPlace(sections.Start.Line - 1, 1);
            if (parts.Any(p => p.Direction == marker.Direction))
            {
                problems.Add(SecondSection(marker, markerPlace));
                continue;
            }

            var options = new OptionReader(leading.Options, problems);
            options.Read(marker.Line, marker.Tail, markerPlace);
            using var scan = new SectionScan(marker.Direction, sections.Start, options, problems, besides.LargeHash);
            parts.Add(scan.Read(sections, dialect, plans is not null, cancellation));
            AddPlans(plans, scan);
            scan.CheckBatch(parts[parts.Count - 1], marker.Direction);
            AddUnwritten(problems, scan, marker.Direction);
        }

        if (parts.Count == 0)
        {
            var direction = name.Direction ?? Direction.Up;
            AddUnwritten(problems, whole, direction);
            whole.CheckBatch(beforeMarkers, direction);
            AddPlans(plans, whole);
        }

        sections.Release();
        AddFileProblems(problems, normalised, invalidUtf8At);
        if (parts.Count > 0 && whole.FirstStatement is { } stray)
        {
            problems.Add(new FileProblem(FileRuleIds.NotPlaced, stray, "This statement stands before the first section marker, so it belongs to neither up nor down.", "Move it behind the marker."));
        }
        else if (parts.Count == 0 && !whole.SawText)
        {
            problems.Add(new FileProblem(FileRuleIds.Empty, TextPlace.Start, "The file is empty.", "Write the migration, or delete the file; where it does nothing on purpose, say so in a comment."));
        }

        return new FileFacts(
            name.Path,
            normalised.BytesRead,
            parts.Count > 0 ? parts.ToEquatableList() : EquatableList.Of(beforeMarkers),
            leading.Options,
            problems.Count == 0 ? EquatableList<FileProblem>.Empty : InPlaceOrder(problems).ToEquatableList()).Called(name);
    }

    /// <summary>What a reader of scripts to be run asks for besides the facts.</summary>
    private readonly record struct Besides(ICollection<MadePlan>? Plans, Func<ILargeHash>? LargeHash);

    private static IEnumerable<FileProblem> InPlaceOrder(List<FileProblem> problems) => problems.Count < 2 ? problems : problems.OrderBy(p => p.Place);

    /// <summary>The option that the file's name carries (popx's <c>.autocommit</c>) counts as one that the text begins with, in s1 too.</summary>
    private static MigrationOptions NamedOptions(FileName name) =>
        name.OutsideTransaction ? MigrationOptions.Default with { Transaction = false } : MigrationOptions.Default;

    private static FileProblem SecondSection(SectionMarker marker, TextPlace place)
    {
        string word = marker.Direction == Direction.Up ? "up" : "down";
        return new FileProblem(FileRuleIds.Directive, place, $"A second {word} section begins here.", "Join it with the first: a file holds one up section and one down section.");
    }

    private static void AddPlans(ICollection<MadePlan>? plans, SectionScan scan)
    {
        foreach (var plan in scan.Plans)
        {
            plans?.Add(plan);
        }
    }

    private static void AddUnwritten(List<FileProblem> problems, SectionScan scan, Direction direction)
    {
        if (scan.Unwritten is { } place)
        {
            problems.Add(UnwrittenScript.Problem(direction, place));
        }
    }

    private static void AddFileProblems(List<FileProblem> problems, NormalizingReader normalised, TextPlace? invalidUtf8At)
    {
        if ((invalidUtf8At ?? normalised.InvalidUtf8At) is { } invalid)
        {
            problems.Add(new FileProblem(FileRuleIds.NotUtf8, invalid, "The file is not UTF-8 from here on.", "Save it as UTF-8."));
        }
        else if (normalised.NulAt is { } nul)
        {
            problems.Add(new FileProblem(FileRuleIds.NotUtf8, nul, "The file holds a NUL character here, so it is no UTF-8 text; it may be UTF-16 or binary.", "Save it as UTF-8."));
        }

        if (normalised.LoneCarriageReturnAt is { } carriageReturn)
        {
            problems.Add(new FileProblem(FileRuleIds.LoneCarriageReturn, carriageReturn, "A carriage return stands here without a line feed; engines disagree whether it ends a line.", "Save the file with LF or CRLF line ends."));
        }
    }
}

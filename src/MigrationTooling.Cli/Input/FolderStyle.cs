using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Input;

/// <summary>How a folder names its migrations: the next id, and the files a migration consists of. A new migration looks like its neighbours.</summary>
internal sealed class FolderStyle
{
    private static readonly string[] TimeFormats = ["yyyyMMddHHmmssfff", "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMdd"];

    private readonly FileName? _last;
    private readonly List<FileName> _template;

    /// <param name="names">Every placed file of the folder.</param>
    /// <param name="lockedIds">Ids that are taken though their file may be gone.</param>
    public FolderStyle(IEnumerable<FileName> names, IEnumerable<string> lockedIds)
    {
        var placed = names.Where(n => n.Problem is null && n.ForeignDialect is null).ToList();
        Taken = placed.Concat(lockedIds.Select(id => FileNameParser.Parse(id + ".sql")).Where(n => n.Problem is null)).ToList();
        _last = Taken.Where(n => !n.IsUndo).MaxBy(n => n.Version);
        _template = Template(placed);
    }

    /// <summary>The names that a new migration must not clash with.</summary>
    public IReadOnlyList<FileName> Taken { get; }

    /// <summary>The id of a new migration: after all others, in their style of numbers.</summary>
    /// <param name="name">The name as the user gave it, spaces already joined.</param>
    /// <param name="now">UTC.</param>
    public string NextId(string name, DateTime now)
    {
        if (_last is null)
        {
            return now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "_" + name;
        }

        string lead = Lead(_last.Id);
        string candidate = Timed(lead, now) is { } timed ? timed + name : "";
        return FileNameParser.Parse(candidate + ".sql").Version is { } version && version > _last.Version!
            ? candidate
            : Lead(NextVersion.After(_last.Id, _last.Id)) + name;
    }

    /// <summary>What joins the words of a name here: the folder's own separator.</summary>
    public char Joiner => _last is not null && Lead(_last.Id).EndsWith('-') ? '-' : '_';

    /// <summary>The files of a new migration, relative to the directory.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="withDown">False: the up files only.</param>
    public IReadOnlyList<(string Path, Direction? Direction)> Files(string id, bool withDown)
    {
        if (_template.Count == 0)
        {
            return withDown ? [(id + ".up.sql", Direction.Up), (id + ".down.sql", Direction.Down)] : [(id + ".up.sql", Direction.Up)];
        }

        return _template
            .Where(file => withDown || file.Direction != Direction.Down)
            .Select(file => (Renamed(file, id), file.Direction))
            .ToArray();
    }

    /// <summary>The newest migration's up file, whose content shows whether the folder uses sections; null in an empty folder.</summary>
    public string? Sample => _template.FirstOrDefault(file => file.Direction is null)?.Path;

    /// <summary>The path of a file once its migration has another id.</summary>
    public static string Renamed(FileName file, string id)
    {
        string newId = file.IsUndo ? "U" + id[1..] : id;
        int at = file.Path.LastIndexOf(file.Id, StringComparison.Ordinal);
        // A folder layout has the id in the folder's name, all others in the file's.
        return file.Path[..at] + newId + file.Path[(at + file.Id.Length)..];
    }

    // A neighbour that has both directions shows the whole picture; a popx .autocommit flag is that file's own.
    private static List<FileName> Template(IEnumerable<FileName> placed)
    {
        var migrations = placed.GroupBy(n => n.IsUndo ? "V" + n.Id[1..] : n.Id).Select(g => g.ToList()).ToList();
        return migrations
            .OrderBy(files => files.Exists(f => f.OutsideTransaction))
            .ThenByDescending(files => files.Exists(f => f.Direction == Direction.Down))
            .ThenByDescending(files => files[0].Version)
            .FirstOrDefault()?
            .OrderBy(file => file.Direction ?? Direction.Up)
            .ToList()
            ?? [];
    }

    private static string Lead(string id)
    {
        string name = FileNameParser.Parse(id + ".sql").Name;
        string lead = id[..(id.Length - name.Length)];
        return lead.Length > 0 && char.IsAsciiDigit(lead[^1]) ? lead + "_" : lead;
    }

    // The time now in the shape of the neighbour's digits; null where those are no time.
    private static string? Timed(string lead, DateTime now)
    {
        string digits = string.Concat(lead.Where(char.IsAsciiDigit));
        string? format = TimeFormats.FirstOrDefault(f =>
            f.Length == digits.Length && DateTime.TryParseExact(digits, f, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year is > 1990 and < 2200);
        bool isUnixSeconds = digits.Length == 10 && long.Parse(digits, CultureInfo.InvariantCulture) is > 1_000_000_000 and < 5_000_000_000;
        if (format is null && !isUnixSeconds)
        {
            return null;
        }

        string filled = format is not null
            ? now.ToString(format, CultureInfo.InvariantCulture)
            : new DateTimeOffset(now, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        int next = 0;
        return string.Concat(lead.Select(c => char.IsAsciiDigit(c) ? filled[next++] : c));
    }
}

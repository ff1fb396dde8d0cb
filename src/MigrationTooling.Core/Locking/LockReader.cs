using System;
using System.Collections.Generic;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>Reads a lock file strictly: whatever the writer would not have written is a problem at its line. CRLF and a byte order mark are tolerated. Never throws.</summary>
public sealed class LockReader
{
    private const string RestoreFile = "Restore " + LockFile.FileName + " from version control, then run dotnet migrate lock for migrations it does not have yet.";

    private readonly List<LockEntry> _entries = [];
    private readonly List<AcceptedEdit> _edits = [];
    private readonly List<LockProblem> _problems = [];
    private readonly HashSet<string> _brokenIds = new(StringComparer.Ordinal);
    private int _lines;
    private Dialect? _dialect;
    private bool _sawEnd;
    private bool _ended;
    private bool _inConflict;
    private bool _inAncestor;
    private bool _hadConflict;

    private LockReader()
    {
    }

    /// <summary>Reads the text of a lock file. What could be read is returned beside what is wrong with the rest.</summary>
    public static LockReadResult Read(string text) => Read(new[] { text ?? throw new ArgumentNullException(nameof(text)) });

    /// <summary>As <see cref="Read(string)"/>, of a text that comes in pieces. Each but the last ends with a line feed.</summary>
    public static LockReadResult Read(IEnumerable<string> pieces) => new LockReader().ReadAll(pieces ?? throw new ArgumentNullException(nameof(pieces)));

    private LockReadResult ReadAll(IEnumerable<string> pieces)
    {
        bool isBlank = true;
        foreach (string piece in pieces)
        {
            string text = _lines == 0 ? WithoutMark(piece) : piece;
            isBlank &= string.IsNullOrWhiteSpace(text);
            if (ReadPiece(text) is { } unreadable)
            {
                return Only(unreadable);
            }
        }

        if (isBlank)
        {
            return Only(new LockProblem(TextPlace.Start, "The lock file is empty.", RestoreFile));
        }

        CheckWhole(_lines);
        var file = new LockFile(_dialect ?? Dialect.Both, _entries.ToEquatableList(), _edits.ToEquatableList());
        return new LockReadResult(file, _problems.ToEquatableList()) { HeaderDialect = _dialect };
    }

    private static string WithoutMark(string text) => text.Length > 0 && text[0] == '\uFEFF' ? text.Substring(1) : text;

    /// <summary>Reads whole lines; what makes the rest unreadable, if anything does.</summary>
    private LockProblem? ReadPiece(string text)
    {
        for (int start = 0, next; start < text.Length; start = next)
        {
            int count = ++_lines;
            int feed = text.IndexOf('\n', start);
            int end = feed < 0 ? text.Length : feed;
            next = end + 1;
            end -= end > start && text[end - 1] == '\r' ? 1 : 0;
            if (IsPlainEntry(text, start, end))
            {
                Take(LockLine.ParseEntry(text, start, end, count));
                continue;
            }

            string line = text.Substring(start, end - start);
            if (LockHeader.IsNewer(line, out int format))
            {
                return new LockProblem(
                    new TextPlace(count, 1),
                    $"The lock file has format {format}; this version reads up to {LockFile.Format}.",
                    "Update the MigrationTooling package and the dotnet-migrate tool.");
            }

            if (!ConflictMarker(line, count) && !_inAncestor)
            {
                ReadLine(line, count);
            }
        }

        return null;
    }

    /// <summary>True for a line that can be nothing but a migration's, which is nearly every one: it is read where it stands.</summary>
    private bool IsPlainEntry(string text, int start, int end) =>
        _entries.Count > 0 && !_ended && !_inConflict && end > start && VersionReader.IsDigit(text[start]);

    private static LockReadResult Only(LockProblem problem) =>
        new(LockFile.Empty(Dialect.Both), EquatableList.Of(problem)) { HeaderDialect = null };

    private void ReadLine(string line, int number)
    {
        bool first = _dialect is null && _entries.Count == 0 && _problems.Count == (_hadConflict ? 1 : 0);
        if (first || (_inConflict && LockHeader.IsHeader(line)))
        {
            var header = LockHeader.Parse(line, number);
            _dialect = header.Dialect ?? _dialect;
            Report(header.Problem);
            if (LockLine.Parse(line, number).Id is null)
            {
                return;
            }
        }

        if (_ended)
        {
            Report(new LockProblem(new TextPlace(number, 1), "Text stands after the end line of the lock.", "Remove it, or restore " + LockFile.FileName + " from version control."));
            return;
        }

        if (line == LockWords.End)
        {
            _ended = !_inConflict;
            _sawEnd = true;
            return;
        }

        Take(LockLine.Parse(line, number));
    }

    private void Take(LockLine parsed)
    {
        if (parsed.Entry is { } entry)
        {
            _entries.Add(entry);
        }
        else if (parsed.Edit is { } edit)
        {
            AddEdit(edit);
        }

        if (parsed.Problem is not null && parsed.Id is not null)
        {
            _brokenIds.Add(parsed.Id);
        }

        Report(parsed.Problem);
    }

    private void AddEdit(AcceptedEdit edit)
    {
        bool isUnderItsEntry = _entries.Count > 0 && _entries[_entries.Count - 1].Id == edit.Id;
        if (!isUnderItsEntry && !_brokenIds.Contains(edit.Id))
        {
            Report(new LockProblem(
                new TextPlace(edit.Line, 1),
                $"The was line of {edit.Id} does not stand under its migration's line.",
                "Restore the line order from version control."));
        }

        _edits.Add(edit);
    }

    private bool ConflictMarker(string line, int number)
    {
        bool opens = line.StartsWith("<<<<<<<", StringComparison.Ordinal);
        bool closes = line.StartsWith(">>>>>>>", StringComparison.Ordinal);
        bool ancestor = line.StartsWith("|||||||", StringComparison.Ordinal);
        if (!opens && !closes && !ancestor && line != "=======")
        {
            return false;
        }

        if (!_inConflict)
        {
            Report(new LockProblem(
                new TextPlace(number, 1),
                "The lock holds a merge conflict: two branches locked migrations after the same one.",
                "Run dotnet migrate rebase: it keeps both sides, the base's first.",
                MendedByRebase: true));
        }

        _hadConflict = true;
        _inAncestor = ancestor;
        _inConflict = !closes;
        return true;
    }

    private void CheckWhole(int lastLine)
    {
        if (!_sawEnd)
        {
            // The cut usually runs through a line; that line's own complaint would be a second finding of one cause.
            _problems.RemoveAll(problem => problem.Place.Line == lastLine);
            Report(new LockProblem(new TextPlace(Math.Max(lastLine, 1), 1), "The lock is cut off: its end line is missing.", RestoreFile));
        }

        if (_hadConflict)
        {
            return;
        }

        foreach (var problem in LockIds.Check(_entries))
        {
            Report(problem);
        }

        foreach (var problem in LockChain.Check(_entries, _brokenIds))
        {
            Report(problem);
        }

        _problems.Sort((left, right) => left.Place.CompareTo(right.Place));
    }

    private void Report(LockProblem? problem)
    {
        if (problem is not null)
        {
            _problems.Add(problem);
        }
    }
}

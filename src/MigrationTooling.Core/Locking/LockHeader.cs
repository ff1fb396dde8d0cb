using System;
using System.Globalization;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Locking;

/// <summary>Reads the lock's first line.</summary>
internal static class LockHeader
{
    private const string Fix = "Restore the first line from version control.";

    public static bool IsHeader(string line) => line.StartsWith(LockFile.FileName + " ", StringComparison.Ordinal);

    public static bool IsNewer(string line, out int format)
    {
        string[] words = line.Split(' ');
        format = 0;
        return IsHeader(line)
            && words.Length > 2
            && words[1] == LockWords.Format
            && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out format)
            && format > LockFile.Format;
    }

    public static (Dialect? Dialect, LockProblem? Problem) Parse(string line, int number)
    {
        string[] words = line.Split(' ');
        if (words.Length == 5 && words[3] == LockWords.Dialect && Dialects.Parse(words[4]) is { } dialect)
        {
            if (LockWriter.Header(dialect) == line)
            {
                return (dialect, null);
            }
        }
        else if (words.Length == 5 && LockWriter.Header(Dialect.Sqlite).StartsWith(string.Join(" ", words, 0, 4), StringComparison.Ordinal))
        {
            int column = line.Length - words[4].Length + 1;
            return (null, new LockProblem(
                new TextPlace(number, column),
                $"The lock's dialect {words[4]} is unknown; expected sqlite, postgresql or both.",
                Fix));
        }

        return (null, new LockProblem(
            new TextPlace(number, 1),
            $"The lock's first line is malformed; expected {LockWriter.Header(Dialect.Sqlite)}.",
            Fix));
    }
}

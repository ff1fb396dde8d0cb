using System.Collections.Generic;
using MigrationTooling.Model;

namespace MigrationTooling.Layouts;

/// <summary>Reads the version that leads an id.</summary>
public static class VersionReader
{
    private const string Separators = "_.- ";

    /// <summary>
    /// The leading numbers of <paramref name="id"/> and the name after them; null where no number leads it.
    /// A number is a run of ASCII digits that no letter follows (<c>2fa</c> is a word). A date written <c>2024-01-15</c>,
    /// with a time behind it (<c>-123456</c>, <c>_1234</c>) or not, is one number, the second: 20240115123456.
    /// </summary>
    public static (MigrationVersion Version, string Name)? Read(string id)
    {
        var components = new List<string>(1);
        int end = Scan(id, components);
        if (end < 0)
        {
            return null;
        }

        while (end < id.Length && Separators.IndexOf(id[end]) >= 0)
        {
            end++;
        }

        return (new MigrationVersion(components), id.Substring(end));
    }

    /// <summary>True where a number leads it.</summary>
    internal static bool Leads(string id) => NumberEnd(id, SkipPrefix(id)) >= 0;

    /// <summary>Where the version of <paramref name="id"/> ends; -1 where no number leads it. Collects its numbers' digits.</summary>
    internal static int Scan(string id, List<string> components)
    {
        int position = SkipPrefix(id);
        int end = NumberEnd(id, position);
        if (end < 0)
        {
            return -1;
        }

        if (TimeStamp(id, position) is var (stamp, stampEnd))
        {
            components.Add(stamp);
            end = stampEnd;
        }
        else
        {
            components.Add(id.Substring(position, end - position));
        }

        while (end < id.Length && Separators.IndexOf(id[end]) >= 0 && NumberEnd(id, end + 1) is var next && next > 0)
        {
            components.Add(id.Substring(end + 1, next - end - 1));
            end = next;
        }

        return end;
    }

    /// <summary>Where the version of an id begins: behind a <c>V</c> that a digit follows, else at the start.</summary>
    internal static int SkipPrefix(string id) =>
        id.Length > 1 && id[0] is 'V' or 'v' && IsDigit(id[1]) ? 1 : 0;

    internal static bool IsDigit(char c) => c is >= '0' and <= '9';

    /// <summary>Where the run of digits at <paramref name="start"/> ends; -1 where there is none or a letter follows it.</summary>
    private static int NumberEnd(string id, int start)
    {
        int end = DigitsEnd(id, start);
        return end > start && (end == id.Length || !char.IsLetter(id[end])) ? end : -1;
    }

    private static int DigitsEnd(string id, int start)
    {
        int end = start;
        while (end < id.Length && IsDigit(id[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>A dashed date at <paramref name="start"/>, filled up to seconds so that dates with and without a time compare; and where it ends.</summary>
    private static (string Digits, int End)? TimeStamp(string id, int start)
    {
        int year = DigitsEnd(id, start);
        int month = IsAt(id, year, "-") ? DigitsEnd(id, year + 1) : -1;
        int day = month > 0 && IsAt(id, month, "-") ? DigitsEnd(id, month + 1) : -1;
        if (year - start != 4 || month - year != 3 || day - month != 3)
        {
            return null;
        }

        string date = id.Substring(start, 4) + id.Substring(year + 1, 2) + id.Substring(month + 1, 2);
        int time = IsAt(id, day, "-_ T") ? NumberEnd(id, day + 1) : -1;
        if (time - day is 5 or 7)
        {
            return ((date + id.Substring(day + 1, time - day - 1)).PadRight(14, '0'), time);
        }

        return NumberEnd(id, month + 1) == day ? (date.PadRight(14, '0'), day) : null;
    }

    private static bool IsAt(string id, int position, string characters) => position < id.Length && characters.IndexOf(id[position]) >= 0;
}

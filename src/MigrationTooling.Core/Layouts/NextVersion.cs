using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MigrationTooling.Layouts;

/// <summary>Proposes a new id for a migration that must come after another one, in that one's style of numbers.</summary>
public static class NextVersion
{
    private const string Second = "yyyyMMddHHmmss";
    private const string Day = "yyyyMMdd";

    /// <summary>
    /// <paramref name="id"/> with its version replaced by the one that follows <paramref name="last"/>'s: one second
    /// later where that is a time stamp, else its last number plus one, in the same width. Both must lead with a number.
    /// </summary>
    public static string After(string last, string id)
    {
        int end = VersionReader.Scan(last, []);
        int ownEnd = VersionReader.Scan(id, []);
        if (end < 0 || ownEnd < 0)
        {
            throw new ArgumentException("An id leads with a number.", end < 0 ? nameof(last) : nameof(id));
        }

        return Increment(last.Substring(0, end)) + id.Substring(ownEnd);
    }

    private static string Increment(string version)
    {
        string digits = new(version.Where(VersionReader.IsDigit).ToArray());
        string later = Later(digits, Second, TimeSpan.FromSeconds(1)) ?? (version.IndexOf('-') > 0 ? Later(digits, Day, TimeSpan.FromDays(1)) : null) ?? "";
        if (later.Length > 0)
        {
            return Fill(version, later);
        }

        int start = version.Length;
        while (start > 0 && VersionReader.IsDigit(version[start - 1]))
        {
            start--;
        }

        return version.Substring(0, start) + PlusOne(version.Substring(start));
    }

    private static string? Later(string digits, string format, TimeSpan step) =>
        digits.Length == format.Length
        && DateTime.TryParseExact(digits, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        && DateTime.MaxValue - time > step
            ? (time + step).ToString(format, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The digits put into the shape of <paramref name="pattern"/>, whatever separates its own.</summary>
    private static string Fill(string pattern, string digits)
    {
        var filled = new StringBuilder(pattern);
        int next = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (VersionReader.IsDigit(pattern[i]))
            {
                filled[i] = digits[next++];
            }
        }

        return filled.ToString();
    }

    private static string PlusOne(string digits)
    {
        char[] number = digits.ToCharArray();
        for (int i = number.Length - 1; i >= 0; i--)
        {
            if (number[i] != '9')
            {
                number[i]++;
                return new string(number);
            }

            number[i] = '0';
        }

        return "1" + new string(number);
    }
}

using System;
using System.Globalization;

namespace MigrationTooling.Text;

/// <summary>A place in a text file. Line and column are 1-based; the column counts UTF-16 units of the normalised text, as the compiler does.</summary>
public readonly record struct TextPlace(int Line, int Column) : IComparable<TextPlace>
{
    /// <summary>The first character of a file.</summary>
    public static readonly TextPlace Start = new(1, 1);

    /// <inheritdoc />
    public int CompareTo(TextPlace other) =>
        Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);

    /// <summary>Reads <see cref="ToString"/> back; null where <paramref name="word"/> is no place.</summary>
    public static TextPlace? Parse(string word)
    {
        if (word is null)
        {
            throw new ArgumentNullException(nameof(word));
        }

        int colon = word.IndexOf(':');
        return colon > 0 && Number(word.Substring(0, colon)) is { } line && Number(word.Substring(colon + 1)) is { } column
            ? new TextPlace(line, column)
            : null;

        static int? Number(string digits) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    /// <summary>Line and column with a colon between them, e.g. <c>3:14</c>.</summary>
    public override string ToString() =>
        Line.ToString(CultureInfo.InvariantCulture) + ":" + Column.ToString(CultureInfo.InvariantCulture);

    /// <summary>Orders places as they stand in the file.</summary>
    public static bool operator <(TextPlace left, TextPlace right) => left.CompareTo(right) < 0;

    /// <summary>Orders places as they stand in the file.</summary>
    public static bool operator >(TextPlace left, TextPlace right) => left.CompareTo(right) > 0;

    /// <summary>Orders places as they stand in the file.</summary>
    public static bool operator <=(TextPlace left, TextPlace right) => left.CompareTo(right) <= 0;

    /// <summary>Orders places as they stand in the file.</summary>
    public static bool operator >=(TextPlace left, TextPlace right) => left.CompareTo(right) >= 0;
}

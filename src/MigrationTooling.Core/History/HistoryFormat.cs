using System.Globalization;

namespace MigrationTooling.History;

/// <summary>The version of the history tables. A minor step adds nullable columns only; a major step may do more.</summary>
public sealed record HistoryFormat(int Major, int Minor)
{
    /// <summary>What this version writes.</summary>
    public static HistoryFormat Current { get; } = new(1, 3);

    /// <summary>True where columns of this version may be missing: a run that writes anyway adds them.</summary>
    public bool IsOlder => Major < Current.Major || (Major == Current.Major && Minor < Current.Minor);

    /// <summary>True where this version must not write: a newer tool changed what the tables mean.</summary>
    public bool IsNewerMajor => Major > Current.Major;

    /// <summary>Reads <c>1.0</c>; null where the text is no format.</summary>
    public static HistoryFormat? Parse(string? text)
    {
        string[] parts = (text ?? "").Split('.');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? new HistoryFormat(major, minor)
            : null;
    }

    /// <inheritdoc />
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}.{1}", Major, Minor);
}

namespace MigrationTooling.Npgsql.Faults;

/// <summary>Places in a statement: the server counts characters from 1, we count UTF-16 units from 0.</summary>
internal static class Position
{
    /// <summary>The offset of the server's position; null where it gave none, or one outside of the text.</summary>
    public static int? In(string text, int position)
    {
        if (position <= 0)
        {
            return null;
        }

        int offset = 0;
        for (int character = 1; character < position && offset < text.Length; character++)
        {
            offset += char.IsSurrogatePair(text, offset) ? 2 : 1;
        }

        return offset <= text.Length ? offset : null;
    }
}

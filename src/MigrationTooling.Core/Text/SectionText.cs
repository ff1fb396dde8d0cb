using System;
using System.IO;
using MigrationTooling.Model;

namespace MigrationTooling.Text;

/// <summary>Finds one direction's text in a script that may hold both.</summary>
public static class SectionText
{
    /// <summary>
    /// Opens the text that a section's checksum was made of. Disposing the result disposes <paramref name="normalised"/>.
    /// </summary>
    /// <param name="normalised">The whole file, normalised.</param>
    /// <param name="direction">Null for the whole text; else only the lines between the first marker of that direction and the next marker. A text without that marker gives nothing.</param>
    public static TextReader Open(TextReader normalised, Direction? direction)
    {
        if (normalised is null)
        {
            throw new ArgumentNullException(nameof(normalised));
        }

        if (direction is null)
        {
            return normalised;
        }

        var sections = new SectionReader(normalised);
        while (sections.NextSection())
        {
            if (sections.Marker!.Direction == direction)
            {
                break;
            }
        }

        return sections;
    }
}

using System;
using System.IO;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling;

/// <summary>The one way from a script's bytes to the text that was hashed: normalised, and only the section that runs.</summary>
internal static class ScriptText
{
    /// <summary>What <see cref="MigrationScript.OpenText"/> does for the script at <paramref name="path"/>.</summary>
    public static Func<TextReader> Opener(string path, Direction? section, Func<string, Stream?> open) => () =>
    {
        var bytes = open(path) ?? throw new FileNotFoundException(
            "The text of '" + path + "' is missing: the manifest lists it, but its file or embedded resource is not there. Build the project that holds the migrations again.",
            path);
        return SectionText.Open(TextNormalizer.Normalize(bytes), section);
    };
}

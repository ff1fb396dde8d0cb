using System.Text;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Facts;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Reading;

/// <summary>The facts of the scripts that the compiler reads.</summary>
internal static class LexedTexts
{
    private static readonly KnownTexts<PathAndDialect, FileFacts> Known = new();

    public static FileFacts Read(SourceText text, string path, Dialect dialect)
    {
        var key = new PathAndDialect(path, dialect);
        if (Known.Find(text, key) is { } known)
        {
            return known;
        }

        string content = text.ToString();
        return Known.Keep(text, key, FileFactsReader.Read(path, content, dialect) with { Length = Length(text, content) });
    }

    /// <summary>The file's bytes: the compiler reads UTF-8 only here, everything else is carried by the facts.</summary>
    private static long Length(SourceText text, string content) =>
        Encoding.UTF8.GetByteCount(content) + (text.Encoding?.GetPreamble().Length ?? 0);

    private sealed record PathAndDialect(string Path, Dialect Dialect);
}

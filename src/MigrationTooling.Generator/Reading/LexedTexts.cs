using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Facts;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Reading;

/// <summary>What was read from a text, kept as long as the compiler keeps the text: generator and analyzer see the same instance, and lexing is the dear part.</summary>
internal static class LexedTexts
{
    private static readonly ConditionalWeakTable<SourceText, Lexed> Known = new();

    public static FileFacts Read(SourceText text, string path, Dialect dialect)
    {
        if (Known.TryGetValue(text, out var known) && known.Path == path && known.Dialect == dialect)
        {
            return known.Facts;
        }

        string content = text.ToString();
        var facts = FileFactsReader.Read(path, content, dialect) with { Length = Length(text, content) };
        Known.Remove(text);
        Known.GetValue(text, _ => new Lexed(path, dialect, facts));
        return facts;
    }

    /// <summary>The file's bytes: the compiler reads UTF-8 only here, everything else is carried by the facts.</summary>
    private static long Length(SourceText text, string content) =>
        Encoding.UTF8.GetByteCount(content) + (text.Encoding?.GetPreamble().Length ?? 0);

    private sealed record Lexed(string Path, Dialect Dialect, FileFacts Facts);
}

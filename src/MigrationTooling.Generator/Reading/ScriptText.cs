using System.Threading;
using Microsoft.CodeAnalysis;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;

namespace MigrationTooling.Generator.Reading;

/// <summary>A script that the compiler reads itself.</summary>
internal sealed record ScriptText(int Set, FileFacts Facts)
{
    /// <summary>Null for a file that is no script of any set.</summary>
    public static ScriptText? Read(AdditionalText text, ScriptRoutes routes, CancellationToken cancellation)
    {
        if (!ScriptFiles.IsScript(text.Path)
            || routes.Directories.Find(text.Path, out string path) is not (>= 0 and var set)
            || text.GetText(cancellation) is not { } content)
        {
            return null;
        }

        return new ScriptText(set, LexedTexts.Read(content, path, DialectResolver.ForFile(path, routes.Dialects[set])));
    }
}

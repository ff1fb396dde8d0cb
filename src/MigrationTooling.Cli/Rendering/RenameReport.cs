using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Locking;

namespace MigrationTooling.Cli.Rendering;

/// <summary>Files that got another name while the lock stayed as it was.</summary>
internal static class RenameReport
{
    public static string Write(IReadOnlyList<FileMove> moves, bool isJson) => isJson
        ? JsonText.Write(json =>
        {
            json.WriteString("state", "unchanged");
            json.Texts("added", []);
            json.Texts("changed", []);
            json.Objects("renamed", moves, move =>
            {
                json.WriteString("from", move.From);
                json.WriteString("to", move.To);
            });
            json.WriteStartArray("findings");
            json.WriteEndArray();
        })
        : string.Concat(moves.Select(move => $"renamed {move.From} to {move.To}\n"));
}

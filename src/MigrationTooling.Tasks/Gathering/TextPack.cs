using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>A script whose text lies in its set's pack.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Stamp">Its bytes, as the facts file tells them.</param>
internal sealed record PackedScript(FoundFile File, FileStamp Stamp);

/// <summary>The file that the build embeds for all small scripts of a set.</summary>
/// <param name="path">Where it is written.</param>
/// <param name="scripts">The scripts, ordered by path.</param>
internal sealed class TextPack(string path, IReadOnlyList<PackedScript> scripts)
{
    /// <summary>Writes it whole or not at all: a build that is killed leaves no part of one behind.</summary>
    /// <exception cref="IOException">A script has other bytes than it was stamped with.</exception>
    public void Write()
    {
        string unfinished = path + ".new";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            EmbeddedTexts.Pack(file, scripts.Select(script => new PackedText(script.File.Path, (int)script.Stamp.Length, () => Bytes(script))).ToList());
        }

        File.Delete(path);
        File.Move(unfinished, path);
    }

    private static byte[] Bytes(PackedScript script)
    {
        byte[] bytes = File.ReadAllBytes(script.File.FullPath);
        return BytesDigest.Of(bytes) == script.Stamp.Sha256 ? bytes : throw new IOException(script.File.FullPath + " was changed while it was read.");
    }
}

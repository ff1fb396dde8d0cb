using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Reading;

/// <summary>The lock of one set.</summary>
internal sealed record LockText(int Set, LockReadResult Lock)
{
    private static readonly KnownTexts<string, LockReadResult> Known = new();

    public static bool IsLock(string path) =>
        path.EndsWith(LockFile.FileName, StringComparison.Ordinal) && string.Equals(Path.GetFileName(path), LockFile.FileName, StringComparison.Ordinal);

    /// <summary>Null for a lock that lies in no set's own directory.</summary>
    public static LockText? Read(AdditionalText text, SetDirectories directories, CancellationToken cancellation) =>
        directories.Find(text.Path, out string relative) is >= 0 and var set && relative == LockFile.FileName
            ? new LockText(set, text.GetText(cancellation) is { } content ? Read(content) : LockReader.Read(""))
            : null;

    private static LockReadResult Read(SourceText content) => Known.Find(content, "") ?? Known.Keep(content, "", LockReader.Read(TextPieces.Of(content)));

    public static EquatableList<LockText> Present(ImmutableArray<LockText?> found) => found.OfType<LockText>().ToEquatableList();

    public static LockReadResult? Of(int set, EquatableList<LockText> locks) => locks.FirstOrDefault(text => text.Set == set)?.Lock;
}

using MigrationTooling.Core.Tests.Rules;
using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Core.Tests.Locking;

/// <summary>Locks made as <c>dotnet migrate lock</c> makes them, read back from their text as a checkout has them.</summary>
internal static class Locks
{
    public static LockFile Of(params FileFacts[] files) => Read(LockEdits.Add(LockFile.Empty(Dialect.Sqlite), Sets.Migrations(files), null).Lock);

    public static LockFile Read(LockFile written) => LockReader.Read(LockWriter.Write(written)).Lock;
}

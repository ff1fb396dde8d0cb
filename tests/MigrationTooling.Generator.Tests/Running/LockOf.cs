using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Tests.Running;

/// <summary>The lock of files as they stand, in version order.</summary>
internal static class LockOf
{
    public static LockFile Files(IEnumerable<(string Path, byte[] Bytes)> files)
    {
        var facts = files.Select(file => FileFactsReader.Read(file.Path, new MemoryStream(file.Bytes), Dialect.Sqlite, default)).ToList();
        var added = LockEdits.Add(LockFile.Empty(Dialect.Sqlite), SetAssembler.Assemble(facts).Migrations, target: null);
        return added.Lock;
    }
}

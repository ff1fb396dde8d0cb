using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>The dialect that the scripts of a set are read in. Found when it is first asked for: most builds read no script here, and then need not read the lock.</summary>
internal sealed class DialectOfScript(FoundFile? lockFile, IReadOnlyList<FoundFile> scripts, Dialect? configured)
{
    private Dialect? _ofSet;

    public Dialect Of(string path) => DialectResolver.ForFile(path, _ofSet ??= OfSet());

    private Dialect OfSet()
    {
        var locked = lockFile is null ? null : LockReader.Read(File.ReadAllText(lockFile.FullPath));
        return DialectResolver.Resolve(locked?.HeaderDialect, scripts.Select(file => file.Path), configured);
    }
}

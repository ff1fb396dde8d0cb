using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Rules;

/// <summary>What is judged: the files of one migrations directory and its lock.</summary>
/// <param name="Name">The set's name; <c>Migrations</c> unless the project names it.</param>
/// <param name="Files">Every .sql file below the directory, in any order.</param>
/// <param name="Lock">The lock as it was read; null where there is no lock file.</param>
/// <param name="RequireLock">True where a missing lock is an error.</param>
/// <param name="ConfiguredDialect">The dialect of the settings; asked where neither lock nor file names say.</param>
public sealed record SetInput(
    string Name,
    EquatableList<FileFacts> Files,
    LockReadResult? Lock,
    bool RequireLock,
    Dialect? ConfiguredDialect = null)
{
    /// <summary>Above this many bytes a script is hashed as a stream and never enters the compiler, unless <c>MigrationsLargeFileBytes</c> says otherwise.</summary>
    public const long DefaultLargeFileBytes = 1_048_576;

    /// <summary>The bytes above which a script is large.</summary>
    public long LargeFileBytes { get; init; } = DefaultLargeFileBytes;
}

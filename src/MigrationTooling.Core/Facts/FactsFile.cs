using MigrationTooling.Model;

namespace MigrationTooling.Facts;

/// <summary>
/// What the build task tells the compiler about the migrations on disk (<c>obj/…/migrations.facts</c>): which sets there are,
/// which files they hold with which bytes, and, of the files whose text the compiler does not get, everything the rules need.
/// </summary>
/// <param name="Root">The way from the facts file's directory to the project's; not part of the digest, so that a build stays deterministic wherever it runs.</param>
/// <param name="MadeBy">Which build of the reader made them; not part of the digest either. Facts of another build are not reused.</param>
/// <param name="Sets">In the order of the project.</param>
public sealed record FactsFile(string Root, string MadeBy, EquatableList<SetFacts> Sets)
{
    /// <summary>The file's name in the project's intermediate directory.</summary>
    public const string FileName = "migrations.facts";

    /// <summary>The format written, and the newest one read.</summary>
    public const int Format = 1;
}

/// <summary>One directory of migrations, as the project configures it and as it lies on disk.</summary>
/// <param name="Settings">What the project says.</param>
/// <param name="Lock">The lock file; null where there is none.</param>
/// <param name="Files">Every script, ordered by path (ordinal).</param>
public sealed record SetFacts(SetSettings Settings, FileStamp? Lock, EquatableList<FileStamp> Files);

/// <summary>What a project configures for one directory of migrations.</summary>
/// <param name="Name">The set's name, which is the generated class's name.</param>
/// <param name="Namespace">The generated class's namespace; empty for the global one.</param>
/// <param name="Directory">The way from the project's directory to the migrations, <c>/</c> as separator.</param>
/// <param name="Dialect">The configured dialect; null where the lock or the file names decide.</param>
/// <param name="RequireLock">True where a missing lock is an error.</param>
/// <param name="LargeFileBytes">Scripts of more bytes do not enter the compiler.</param>
public sealed record SetSettings(string Name, string Namespace, string Directory, Dialect? Dialect, bool RequireLock, long LargeFileBytes)
{
    /// <summary>The embedded resource that carries a script's bytes: independent of where the project or its migrations lie.</summary>
    /// <param name="path">The script, relative to the migrations directory.</param>
    public string ResourceName(string path) => (Namespace.Length == 0 ? "" : Namespace + ".") + Name + "/" + path;
}

/// <summary>One file's bytes, so that any change of them is seen whatever its time stamp says.</summary>
/// <param name="Path">Relative to the migrations directory, <c>/</c> as separator.</param>
/// <param name="Length">Bytes on disk.</param>
/// <param name="Sha256">Hex SHA-256 of the bytes.</param>
/// <param name="Carried">Set for a file whose text the compiler does not get (too large, or not UTF-8); null for the others, which it reads itself.</param>
public sealed record FileStamp(string Path, long Length, string Sha256, CarriedFacts? Carried);

/// <summary>What the rules need of a file that the compiler does not read.</summary>
/// <param name="Dialect">The dialect it was read in.</param>
/// <param name="Facts">What was found.</param>
public sealed record CarriedFacts(Dialect Dialect, FileFacts Facts);

using System.IO;

namespace MigrationTooling.Generator.Reading;

/// <summary>Absolute paths with <c>/</c> as separator, so that what the compiler says compares with what the facts say.</summary>
internal static class SlashPath
{
    public static string Of(string path) => Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;

    /// <summary>A file of a set: <c>..</c> resolved, no file system asked.</summary>
    public static string Combine(string root, string directory, string path) => Of(Path.GetFullPath(Path.Combine(root, directory, path)));
}

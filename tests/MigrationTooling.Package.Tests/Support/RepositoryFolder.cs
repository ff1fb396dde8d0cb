using System;
using System.IO;

namespace MigrationTooling.Package.Tests.Support;

/// <summary>The working tree that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "MigrationTooling.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("MigrationTooling.sln is in no folder above the tests.");
    }
}

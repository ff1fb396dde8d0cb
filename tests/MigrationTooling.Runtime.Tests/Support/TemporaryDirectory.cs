using System;
using System.IO;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>A directory of one test, gone after it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("migration-tests-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using System;
using System.IO;
using System.Text;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() => Path = Directory.CreateTempSubdirectory("migrate-cli-").FullName;

    public string Path { get; }

    public string At(string relative) => System.IO.Path.Combine(Path, relative);

    public bool Exists(string relative) => System.IO.Path.Exists(At(relative));

    public string Read(string relative) => File.ReadAllText(At(relative));

    public TempFolder Write(string relative, string text) => Write(relative, Encoding.UTF8.GetBytes(text));

    public TempFolder Write(string relative, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(relative))!);
        File.WriteAllBytes(At(relative), bytes);
        return this;
    }

    public TempFolder Folder(string relative)
    {
        Directory.CreateDirectory(At(relative));
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using System;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>
/// The same tool compiled ahead of its run, which starts in half of the time. build/compiled-tool makes it; what the tests run never depends
/// on when that was: it is taken only where every assembly is the very one that the tests were built with.
/// </summary>
public static class CompiledTool
{
    private const string Name = "dotnet-migrate";

    /// <summary>Where build/compiled-tool puts it.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "build", "compiled-tool", "bin", "tool");

    /// <summary>The folder to run the tool from: the compiled one where it is the built one.</summary>
    public static string Choose(string built, string compiled) => IsSame(built, compiled) ? compiled : built;

    private static bool IsSame(string built, string compiled) =>
        File.Exists(Path.Combine(compiled, Name + ".dll"))
        && SameBytes(built, compiled, Name + ".deps.json")
        && SameBytes(built, compiled, Name + ".runtimeconfig.json")
        && Directory.GetFiles(compiled, "*.dll").Select(Path.GetFileName).All(file => Version(Path.Combine(built, file!)) == Version(Path.Combine(compiled, file!)));

    private static bool SameBytes(string built, string compiled, string file) =>
        File.ReadAllBytes(Path.Combine(built, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(compiled, file)));

    // The compiler makes it of all that is in the assembly, and machine code beside it does not change it.
    private static Guid? Version(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}

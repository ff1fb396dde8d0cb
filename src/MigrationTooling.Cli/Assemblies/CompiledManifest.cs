using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Text;

namespace MigrationTooling.Cli.Assemblies;

/// <summary>The manifest that the build compiled into an assembly, read without loading it.</summary>
/// <param name="Path">The assembly, absolute.</param>
/// <param name="Manifest">Its migrations; their texts are opened from the assembly when they are run.</param>
internal sealed record CompiledManifest(string Path, MigrationManifest Manifest)
{
    private const string Key = "MigrationTooling.Manifest";

    /// <summary>Reads <c>App.dll</c>, or <c>App.dll#Class</c> where the assembly carries several.</summary>
    /// <param name="absolute">Makes a path absolute.</param>
    /// <param name="given">What the command line says.</param>
    public static CompiledManifest Read(Func<string, string> absolute, string given)
    {
        int hash = given.LastIndexOf('#');
        bool namesClass = hash >= 0 && !File.Exists(absolute(given));
        string path = absolute(namesClass ? given[..hash] : given);
        if (!File.Exists(path))
        {
            throw CommandFailure.Usage(Directory.Exists(path) ? $"--assembly names {path}, which is a directory." : $"There is no assembly {path}.", "Build the application, and name the .dll that holds its migrations.");
        }

        try
        {
            using var image = new AssemblyImage(path);
            var stamp = Choose(path, image.Metadata(Key).Select(ManifestStamp.Parse).ToList(), namesClass ? given[(hash + 1)..] : null);
            return new CompiledManifest(path, Load(path, image, stamp));
        }
        catch (Exception e) when (e is BadImageFormatException or FormatException)
        {
            throw CommandFailure.Usage(
                $"No manifest can be read from {path}: {e.Message}",
                "Name the .dll that the build wrote; a native or single-file program does not carry it in a readable form.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"{path} can't be read: {e.Message}");
        }
    }

    private static ManifestStamp Choose(string path, List<ManifestStamp> stamps, string? name)
    {
        var fitting = name is null ? stamps : stamps.FindAll(stamp => stamp.Type == name || stamp.Type.EndsWith("." + name, StringComparison.Ordinal));
        return fitting switch
        {
            [var only] => only,
            [] when stamps.Count == 0 => throw CommandFailure.Usage(
                $"{path} carries no migrations.", "Name the assembly of the project that references the package MigrationTooling."),
            _ => throw CommandFailure.Usage(
                name is null ? $"{path} carries several sets of migrations." : $"{path} carries no set of migrations of the name {name}.",
                "Choose one: " + string.Join(" or ", stamps.Select(stamp => $"--assembly {System.IO.Path.GetFileName(path)}#{stamp.Type}"))),
        };
    }

    private static MigrationManifest Load(string path, AssemblyImage image, ManifestStamp stamp)
    {
        var pages = Enumerable.Range(0, stamp.Pages).Select(page => image.Literal(stamp.Type, "Page" + page.ToString(CultureInfo.InvariantCulture))).ToList();
        string digest = Checksum.H1(string.Join("\n", pages.Select(Checksum.H1)));
        return digest == stamp.H1
            ? ManifestFormat.Read([image.Literal(stamp.Type, "Head"), .. pages, image.Literal(stamp.Type, "End")], new EmbeddedTexts(resource => Open(path, resource), stamp.Resources).Open)
            : throw new BadImageFormatException("Its manifest is not the one that the compiler wrote.");
    }

    private static Stream? Open(string path, string resource)
    {
        using var image = new AssemblyImage(path);
        return image.Resource(resource);
    }
}

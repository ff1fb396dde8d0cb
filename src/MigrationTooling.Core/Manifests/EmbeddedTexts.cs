using System;
using System.Collections.Generic;
using System.IO;

namespace MigrationTooling;

/// <summary>
/// The scripts' texts in an assembly. Small ones lie together in one resource, for each resource of a build costs MSBuild and compiler
/// something; a large one is a resource of its own, that it may be streamed.
/// </summary>
public sealed class EmbeddedTexts
{
    /// <summary>The largest text that is packed, in bytes: a packed text is in memory as a whole while it is read.</summary>
    public const long LargestPacked = 1 << 20;

    private const int Format = 1;
    private const string PackName = "texts"; // no script's path: those end with .sql

    private readonly Func<string, Stream?> _resource;
    private readonly string _prefix;
    private readonly Lazy<Dictionary<string, Place>> _places;

    /// <summary>Reads from resources.</summary>
    /// <param name="resource">Opens a resource by its name, as a stream that can be positioned; null where there is none.</param>
    /// <param name="prefix">What the names of the manifest's resources begin with.</param>
    public EmbeddedTexts(Func<string, Stream?> resource, string prefix)
    {
        _resource = resource ?? throw new ArgumentNullException(nameof(resource));
        _prefix = prefix ?? throw new ArgumentNullException(nameof(prefix));
        _places = new Lazy<Dictionary<string, Place>>(ReadPlaces);
    }

    /// <summary>The resource that holds the packed texts of a manifest.</summary>
    /// <param name="prefix">What the names of its resources begin with.</param>
    public static string PackOf(string prefix) => prefix + PackName;

    /// <summary>Opens a script's bytes; null where there is no such script.</summary>
    /// <param name="path">Relative to the migrations directory, <c>/</c> as separator.</param>
    /// <exception cref="IOException">The resource is cut off, or written by a newer version.</exception>
    public Stream? Open(string path)
    {
        if (!_places.Value.TryGetValue(path ?? throw new ArgumentNullException(nameof(path)), out var place))
        {
            return _resource(_prefix + path);
        }

        using var pack = _resource(PackOf(_prefix)) ?? throw Broken();
        pack.Position = place.Start;
        byte[] bytes = new BinaryReader(pack).ReadBytes(place.Length);
        return bytes.Length == place.Length ? new MemoryStream(bytes, writable: false) : throw Broken();
    }

    /// <summary>Packs texts: what they are called and how long they are, then one behind the other.</summary>
    /// <param name="target">Takes it.</param>
    /// <param name="texts">The texts.</param>
    /// <exception cref="IOException">A text is not as long as it was said to be.</exception>
    public static void Pack(Stream target, IReadOnlyCollection<PackedText> texts)
    {
        var writer = new BinaryWriter(target);
        writer.Write(Format);
        writer.Write((texts ?? throw new ArgumentNullException(nameof(texts))).Count);
        foreach (var text in texts)
        {
            writer.Write(text.Path);
            writer.Write(text.Length);
        }

        foreach (var text in texts)
        {
            byte[] bytes = text.Read();
            writer.Write(bytes.Length == text.Length ? bytes : throw new IOException("'" + text.Path + "' was changed while it was read."));
        }

        writer.Flush();
    }

    private Dictionary<string, Place> ReadPlaces()
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        using var pack = _resource(PackOf(_prefix));
        if (pack is null)
        {
            return places;
        }

        try
        {
            var reader = new BinaryReader(pack);
            if (reader.ReadInt32() != Format)
            {
                throw new IOException("The scripts were compiled by another version of MigrationTooling; update its packages, or build the application again.");
            }

            var inOrder = new List<Place>();
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                string path = reader.ReadString();
                inOrder.Add(places[path] = new Place(reader.ReadInt32()));
            }

            long start = pack.Position;
            foreach (var place in inOrder)
            {
                place.Start = start;
                start += place.Length;
            }

            return places;
        }
        catch (EndOfStreamException)
        {
            throw Broken();
        }
    }

    private static IOException Broken() => new("The scripts' texts are broken: the assembly that carries them was cut off or altered; build it again.");

    // No struct: collections of those are compiled anew in each process.
    private sealed class Place(int length)
    {
        public int Length { get; } = length;

        public long Start { get; set; }
    }
}

/// <summary>A text that is to be packed.</summary>
/// <param name="Path">Relative to the migrations directory, <c>/</c> as separator.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Read">Reads them.</param>
public sealed record PackedText(string Path, int Length, Func<byte[]> Read);

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MigrationTooling.Cli.Assemblies;

/// <summary>
/// A compiled assembly as a file: its attributes, its string literals and its resources, read from the tables of ECMA-335 (II.22 to II.24).
/// None of its code is loaded or run.
/// </summary>
internal sealed class AssemblyImage : IDisposable
{
    private const string MetadataAttribute = "System.Reflection.AssemblyMetadataAttribute";

    private readonly string _path;
    private readonly PEReader _file;
    private readonly MetadataReader _tables;

    /// <summary>Opens a file.</summary>
    /// <exception cref="BadImageFormatException">It is no managed assembly.</exception>
    public AssemblyImage(string path)
    {
        _path = path;
        _file = new PEReader(File.OpenRead(path));
        try
        {
            _tables = _file.HasMetadata ? _file.GetMetadataReader() : throw new BadImageFormatException("It holds no managed code.");
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The values of the assembly's <c>AssemblyMetadata</c> attributes of this key, in the order they were compiled.</summary>
    public IEnumerable<string> Metadata(string key) => _tables.GetAssemblyDefinition().GetCustomAttributes()
        .Select(_tables.GetCustomAttribute)
        .Where(attribute => TypeName(attribute) == MetadataAttribute)
        .Select(Arguments)
        .Where(arguments => arguments.Key == key)
        .Select(arguments => arguments.Value);

    /// <summary>The string that a property returns, where it returns a literal.</summary>
    /// <param name="type">The type's full name.</param>
    /// <param name="property">The property.</param>
    /// <exception cref="BadImageFormatException">There is no such property, or it does something else.</exception>
    public string Literal(string type, string property)
    {
        var getter = _tables.TypeDefinitions
            .Select(_tables.GetTypeDefinition)
            .Where(definition => FullName(definition) == type)
            .SelectMany(definition => definition.GetMethods())
            .Select(_tables.GetMethodDefinition)
            .FirstOrDefault(method => _tables.StringComparer.Equals(method.Name, "get_" + property));
        return getter.RelativeVirtualAddress == 0
            ? throw new BadImageFormatException($"It has no property {type}.{property}.")
            : _tables.GetUserString(StringLiteral.Of(_file.GetMethodBody(getter.RelativeVirtualAddress).GetILReader()));
    }

    /// <summary>Opens an embedded resource; null where there is none of that name. Streams from the file, so that a large script stays out of memory.</summary>
    public Stream? Resource(string name)
    {
        foreach (var resource in _tables.ManifestResources.Select(_tables.GetManifestResource))
        {
            if (resource.Implementation.IsNil && _tables.StringComparer.Equals(resource.Name, name))
            {
                return Stream(_file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress + checked((int)resource.Offset));
            }
        }

        return null;
    }

    public void Dispose() => _file.Dispose();

    private Stream Stream(int address)
    {
        // A resource is its length in four bytes, then its content.
        int length = _file.GetSectionData(address).GetReader(0, sizeof(int)).ReadInt32();
        if (length == 0)
        {
            return new MemoryStream();
        }

        var section = _file.PEHeaders.SectionHeaders[_file.PEHeaders.GetContainingSectionIndex(address)];
        long offset = section.PointerToRawData + (address - section.VirtualAddress) + sizeof(int);
        return new FilePart(_path, offset, length);
    }

    private string TypeName(CustomAttribute attribute)
    {
        var type = attribute.Constructor.Kind == HandleKind.MemberReference
            ? _tables.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : default;
        if (type.Kind != HandleKind.TypeReference)
        {
            return "";
        }

        var reference = _tables.GetTypeReference((TypeReferenceHandle)type);
        return _tables.GetString(reference.Namespace) + "." + _tables.GetString(reference.Name);
    }

    private (string Key, string Value) Arguments(CustomAttribute attribute)
    {
        var blob = _tables.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        return (blob.ReadSerializedString() ?? "", blob.ReadSerializedString() ?? "");
    }

    private string FullName(TypeDefinition definition)
    {
        string name = _tables.GetString(definition.Name);
        return definition.Namespace.IsNil ? name : _tables.GetString(definition.Namespace) + "." + name;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MigrationTooling.Architecture.Tests;

/// <summary>A built assembly of the product, read without being loaded.</summary>
internal sealed record ProductAssembly(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Members)
{
    /// <summary>Every product assembly that the build made, as the project system lists them.</summary>
    public static IReadOnlyList<ProductAssembly> All { get; } =
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "product-assemblies.txt")).Select(Read).ToArray();

    public static ProductAssembly Named(string name) => All.Single(a => a.Name == name);

    /// <summary>Reads one assembly: the names it refers to and, as <c>Type.Member</c>, each foreign member it uses.</summary>
    public static ProductAssembly Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return new ProductAssembly(
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name)).Order(StringComparer.Ordinal).ToArray(),
            metadata.MemberReferences.Select(m => Member(metadata, metadata.GetMemberReference(m))).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray());
    }

    private static string? Member(MetadataReader metadata, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            return null;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        string parameters = member.GetKind() == MemberReferenceKind.Method
            ? $"({string.Join(",", member.DecodeMethodSignature(new SignatureNames(), null).ParameterTypes)})"
            : "";
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}{parameters}";
    }
}

using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace MigrationTooling.Generator.Emitting;

/// <summary>The attribute that the build looks for in the compiled assembly.</summary>
internal static class ProofSource
{
    public static SourceText Text(string digest) => SourceText.From(
        GeneratedFile.Header +
        "[assembly: global::System.Reflection.AssemblyMetadata(\"MigrationTooling.Facts\", \"" + digest + "\")]\n",
        Encoding.UTF8);
}

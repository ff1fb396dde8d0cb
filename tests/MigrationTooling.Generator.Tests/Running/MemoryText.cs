using System.IO;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MigrationTooling.Generator.Tests.Running;

/// <summary>A file as the compiler reads it: decoded from its bytes.</summary>
internal sealed class MemoryText(string path, byte[] bytes) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(new MemoryStream(bytes), checksumAlgorithm: SourceHashAlgorithm.Sha256);

    public override string Path => path;

    public byte[] Bytes => bytes;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}

using System;
using System.IO;
using System.Security.Cryptography;

namespace MigrationTooling.Benchmarks;

/// <summary>A file of a bare loop whose intent is written.</summary>
internal sealed class Announced(string file)
{
    public string Id { get; } = Path.GetFileNameWithoutExtension(file);

    public byte[] Text { get; } = File.ReadAllBytes(file);

    public string H1 => field ??= Convert.ToHexStringLower(SHA256.HashData(Text));

    public string Now { get; } = DateTime.UtcNow.ToString("O");
}

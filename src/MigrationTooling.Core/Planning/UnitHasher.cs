using System;
using MigrationTooling.Checksums;

namespace MigrationTooling.Planning;

/// <summary>The s1 of a unit: SHA-256 over the hashes of the statements that are run, comments and formatting left out like in s1.</summary>
internal sealed class UnitHasher : IDisposable
{
    private readonly Sha256 _sha = new();

    public void Append(byte[] statementHash) => _sha.Append(statementHash, 0, statementHash.Length);

    /// <summary>The hash in hex; the next unit starts afresh.</summary>
    public string Finish() => Hex.Lower(_sha.Finish());

    public void Dispose() => _sha.Dispose();
}

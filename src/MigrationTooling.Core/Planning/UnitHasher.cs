using System;
using System.Security.Cryptography;
using MigrationTooling.Checksums;

namespace MigrationTooling.Planning;

/// <summary>The s1 of a unit: SHA-256 over the hashes of the statements that are run, comments and formatting left out like in s1.</summary>
internal sealed class UnitHasher : IDisposable
{
    private readonly SHA256 _sha = SHA256.Create();

    public void Append(byte[] statementHash) => _sha.TransformBlock(statementHash, 0, statementHash.Length, null, 0);

    /// <summary>The hash in hex; the next unit starts afresh.</summary>
    public string Finish()
    {
        _sha.TransformFinalBlock([], 0, 0);
        string hex = Hex.Lower(_sha.Hash);
        _sha.Initialize();
        return hex;
    }

    public void Dispose() => _sha.Dispose();
}

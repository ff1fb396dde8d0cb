using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using MigrationTooling.Checksums;
using Xunit;

namespace MigrationTooling.Core.Tests.Checksums;

public class Sha256Tests
{
    private const int Small = 16 * 1024;
    private static readonly byte[] Bytes = RandomBytes(20 * Small);

    [Fact]
    public void The_small_hash_is_the_platforms_for_every_length_of_several_blocks()
    {
        for (int length = 0; length <= 5 * 64; length++)
        {
            Assert.Equal(SHA256.HashData(Bytes.AsSpan(length, length)), SmallSha256.Of(Bytes, length, length));
        }
    }

    [Fact]
    public void The_small_hash_of_the_standards_example_is_the_standards() => Assert.Equal(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Convert.ToHexStringLower(SmallSha256.Of("abc"u8.ToArray(), 0, 3)));

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(1000)]
    [InlineData(Small)]
    [InlineData(Small + 1)]
    [InlineData(6 * Small)]
    public void Pieces_make_the_hash_of_the_whole_whichever_way_it_is_taken(int piece)
    {
        using var sha = new Sha256();
        foreach (int length in new[] { 0, 1, piece, Small - 1, Small, Small + 1, 3 * Small, Bytes.Length, 100 })
        {
            for (int at = 0; at < length; at += piece)
            {
                sha.Append(Bytes, at, Math.Min(piece, length - at));
            }

            Assert.Equal(SHA256.HashData(Bytes.AsSpan(0, length)), sha.Finish());
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(Small + 1)]
    [InlineData(40 * Small)]
    public void A_large_text_is_hashed_by_what_the_owner_gives_and_a_small_one_is_not(int piece)
    {
        byte[] bytes = RandomBytes(70 * Small);
        var given = new List<GivenHash>();
        using var sha = new Sha256(() => new GivenHash(given));
        foreach (int length in new[] { 0, 5, Small, 16 * Small, (16 * Small) + 1, 17, bytes.Length, 3 })
        {
            for (int at = 0; at < length; at += piece)
            {
                sha.Append(bytes, at, Math.Min(piece, length - at));
            }

            Assert.Equal(SHA256.HashData(bytes.AsSpan(0, length)), sha.Finish());
            Assert.Equal(length > 16 * Small || given.Count > 0 ? 1 : 0, given.Count);
        }
    }

    /// <summary>Keeps no buffer for the next call, as one that hashes on another thread may not.</summary>
    private sealed class GivenHash : ILargeHash
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public GivenHash(List<GivenHash> given) => given.Add(this);

        public byte[] First { get; } = new byte[3 * Small];

        public byte[] Append(byte[] buffer, int count)
        {
            _hash.AppendData(buffer, 0, count);
            Array.Fill(buffer, (byte)0xEE);
            return new byte[3 * Small];
        }

        public byte[] Finish() => _hash.GetHashAndReset();

        public void Dispose() => _hash.Dispose();
    }

    [Fact]
    public void A_hash_of_an_array_leaves_what_comes_later_alone()
    {
        using var sha = new Sha256();
        foreach (int length in new[] { 10, 2 * Small, 10 })
        {
            Assert.Equal(SHA256.HashData(Bytes.AsSpan(3, length)), sha.Whole(Bytes, 3, length));
        }

        sha.Append(Bytes, 0, 100);
        Assert.Equal(SHA256.HashData(Bytes.AsSpan(0, 100)), sha.Finish());
    }

    [Fact]
    public void Many_small_texts_hash_alike_before_and_after_the_platforms_hash_takes_over()
    {
        byte[] expected = SHA256.HashData(Bytes.AsSpan(0, Small));
        using var sha = new Sha256();

        Assert.All(Enumerable.Range(0, 300), _ => Assert.Equal(expected, sha.Whole(Bytes, 0, Small)));
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
#pragma warning disable CA5394 // The same bytes each time are wanted.
        new Random(3).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }
}

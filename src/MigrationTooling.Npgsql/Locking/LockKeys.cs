using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MigrationTooling.Npgsql.Locking;

/// <summary>
/// The keys of a history's advisory locks. Fixed for ever: two versions of the tool that hash differently would run at once.
/// </summary>
internal static class LockKeys
{
    /// <summary>The run lock: held by a connection of its own while a runner is at work.</summary>
    public static long Run(string schema, string table) => Key("run", schema, table);

    /// <summary>Held by the session that runs the migrations: as long as it is taken, the work of a runner that is gone may go on.</summary>
    public static long Session(string schema, string table) => Key("session", schema, table);

    // The first eight bytes, big-endian, of SHA-256 over these four lines in UTF-8, each ended by a line feed.
    private static long Key(string kind, string schema, string table) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"MigrationTooling 1\n{kind}\n{schema}\n{table}\n")));
}

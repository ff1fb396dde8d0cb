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
    public const string RunKind = "run";
    public const string SessionKind = "session";

    /// <summary>The run lock: held by a connection of its own while a runner is at work.</summary>
    public static long Run(string schema, string table) => Key(RunKind, schema, table);

    /// <summary>Held by the session that runs the migrations: as long as it is taken, the work of a runner that is gone may go on.</summary>
    public static long Session(string schema, string table) => Key(SessionKind, schema, table);

    /// <summary>The same key, worked out by the server.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="schema">SQL of the schema's name.</param>
    /// <param name="table">The base name.</param>
    public static string KeySql(string kind, string schema, string table) =>
        $"""
        ('x' || pg_catalog.substr(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
          pg_catalog.concat('MigrationTooling 1', pg_catalog.chr(10), '{kind}', pg_catalog.chr(10), {schema}, pg_catalog.chr(10), '{table}', pg_catalog.chr(10)), 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint
        """;

    // The first eight bytes, big-endian, of SHA-256 over these four lines in UTF-8, each ended by a line feed.
    private static long Key(string kind, string schema, string table) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"MigrationTooling 1\n{kind}\n{schema}\n{table}\n")));
}

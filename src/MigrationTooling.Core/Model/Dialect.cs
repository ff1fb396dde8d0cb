namespace MigrationTooling.Model;

/// <summary>The SQL dialect a script is written in. Tokens, and so the s1 checksum, depend on it.</summary>
public enum Dialect
{
    /// <summary>Scripts meant for both engines; lexed by rules that hold in both.</summary>
    Both = 0,

    /// <summary>SQLite.</summary>
    Sqlite = 1,

    /// <summary>PostgreSQL.</summary>
    PostgreSql = 2,
}

namespace MigrationTooling.Layouts;

/// <summary>How a directory spells one migration on disk.</summary>
public enum MigrationLayout
{
    /// <summary><c>ID.sql</c>, with <c>ID.down.sql</c> or <c>ID.rollback.sql</c> where it has a down.</summary>
    OneFile = 0,

    /// <summary><c>ID.up.sql</c> and <c>ID.down.sql</c>.</summary>
    UpAndDownFiles = 1,

    /// <summary>A folder per migration: <c>ID/up.sql</c> and <c>ID/down.sql</c>, or <c>ID/migration.sql</c>.</summary>
    Folder = 2,

    /// <summary>One file that holds both directions, parted by markers.</summary>
    Sections = 3,

    /// <summary>Flyway's <c>V1_2__name.sql</c>, with <c>U1_2__name.sql</c> as its undo.</summary>
    Flyway = 4,
}

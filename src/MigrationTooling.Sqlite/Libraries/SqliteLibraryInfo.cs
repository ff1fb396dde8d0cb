namespace MigrationTooling.Sqlite;

/// <summary>The SQLite library this process runs on.</summary>
/// <param name="Version">Its version, e.g. <c>3.40.1</c>.</param>
/// <param name="Source"><c>bundled</c>, <c>system</c>, or the path it was asked for.</param>
public sealed record SqliteLibraryInfo(string Version, string Source);

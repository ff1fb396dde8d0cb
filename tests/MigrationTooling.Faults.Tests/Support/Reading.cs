using Microsoft.Data.Sqlite;
using MigrationTooling.Cli.Tests.Support;

namespace MigrationTooling.Faults.Tests.Support;

/// <summary>A read transaction of another process: while it is open, no COMMIT to a database with a rollback journal can end.</summary>
internal static class Reading
{
    public static SqliteConnection Begin(Project project)
    {
        var connection = DatabaseFile.Open(project.At("app.db"));
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; SELECT count(*) FROM witness;";
        command.ExecuteScalar();
        return connection;
    }
}

using System.IO;
using System.Linq;
using MigrationTooling.Cli.Tests.Support;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>
/// Leaves what a writer leaves that is killed in a transaction: its files are copied while the transaction is open, pages of it
/// written to the database already and the old ones to the journal.
/// </summary>
internal static class HotJournal
{
    public static void Leave(Project project)
    {
        string file = project.At("app.db");
        byte[][] left;
        using (var connection = DatabaseFile.Open(file))
        {
            foreach (string sql in (string[])[
                "PRAGMA cache_size = 2", "CREATE TABLE IF NOT EXISTS heavy (x TEXT)", "BEGIN",
                "INSERT INTO heavy WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000) SELECT hex(randomblob(200)) FROM c",
                "UPDATE heavy SET x = x || 'a'"])
            {
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                command.ExecuteNonQuery();
            }

            left = [.. new[] { file, file + "-journal" }.Select(Shared)];
            using var end = connection.CreateCommand();
            end.CommandText = "ROLLBACK";
            end.ExecuteNonQuery();
        }

        File.WriteAllBytes(file, left[0]);
        File.WriteAllBytes(file + "-journal", left[1]);
    }

    private static byte[] Shared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

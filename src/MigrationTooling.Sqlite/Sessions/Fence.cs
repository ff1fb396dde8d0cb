using MigrationTooling.History;
using MigrationTooling.Sqlite.History;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.Sessions;

/// <summary>Makes a runner that lost its lock harmless: inside each transaction it looks whether it still is the owner.</summary>
internal static class Fence
{
    public const string FileReplaced = "the file was moved or replaced while this run had it open.";

    public static void Check(SqliteDatabase database, HistoryNames names, long token)
    {
        CheckFile(database);
        var owner = HistoryReading.Owner(database, names);
        Refuse(owner?.Token, owner?.Runner, token);
    }

    /// <summary>Also that the migration's row is the one this runner's intent wrote.</summary>
    public static void Check(SqliteDatabase database, HistoryNames names, long token, HistoryRow row)
    {
        CheckFile(database);
        var cursor = database.Cursor($"SELECT o.token, o.runner, r.state, r.attempt FROM {names.Owner} o LEFT JOIN {names.Rows} r ON r.id = ? WHERE o.id = 1").Bind(row.Id);
        bool any = cursor.Step();
        long? current = any ? cursor.Integer(0) : null;
        string? runner = any ? cursor.TextOrNull(1) : null;
        bool same = any && cursor.Text(2) == row.State.Word() && cursor.Integer(3) == row.Attempt;
        cursor.Reset();
        Refuse(current, runner, token);
        if (!same)
        {
            throw new DatabaseFaultException(new DatabaseFault.FenceLost($"The row of '{row.Id}' was changed by somebody else.", null));
        }
    }

    /// <summary>That the file is still the one that everybody else opens.</summary>
    public static void CheckFile(SqliteDatabase database)
    {
        if (MovedFile.Is(database))
        {
            throw new DatabaseFaultException(new DatabaseFault.FileReplaced(FileReplaced));
        }
    }

    private static void Refuse(long? current, string? runner, long token)
    {
        if (current != token)
        {
            throw new DatabaseFaultException(new DatabaseFault.FenceLost($"Another runner took over: {runner ?? "nobody we know"}.", runner));
        }
    }
}

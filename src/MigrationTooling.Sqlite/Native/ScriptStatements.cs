using System;
using System.Buffers;
using System.Text;
using System.Threading;
using MigrationTooling.Sql;
using MigrationTooling.Sqlite.ForeignKeys;
using MigrationTooling.Storage;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Native;

/// <summary>Runs the statements of a script one by one, exactly as they were split.</summary>
internal sealed class ScriptStatements(SqliteDatabase database, ForeignKeyGuard? foreignKeys)
{
    public void Run(SqlStatement statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(statement.Text.Length) + 1);
        try
        {
            int length = Encoding.UTF8.GetBytes(statement.Text, buffer);
            buffer[length] = 0;
            database.Cancellation = cancellationToken;
            using var interruption = cancellationToken.UnsafeRegister(static db => ((SqliteDatabase)db!).Interrupt(), database);
            Run(statement, buffer.AsSpan(0, length + 1), cancellationToken);
        }
        catch (SqliteError e) when (e.IsInterrupt && cancellationToken.IsCancellationRequested)
        {
            // The interrupt met a look of our own around the statement.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        finally
        {
            database.Cancellation = CancellationToken.None;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Run(SqlStatement statement, ReadOnlySpan<byte> sql, CancellationToken cancellationToken)
    {
        foreignKeys?.BeforePrepare();
        int rc = raw.sqlite3_prepare_v2(database.Handle, sql, out sqlite3_stmt prepared, out ReadOnlySpan<byte> tail);
        using (prepared)
        {
            if (rc == raw.SQLITE_OK && tail.TrimEnd((byte)0).Length > 0)
            {
                throw new DatabaseFaultException(new DatabaseFault.Statement(
                    "SQLite sees the end of a statement inside this one.", null, statement, statement.Text.Length - Encoding.UTF8.GetCharCount(tail.TrimEnd((byte)0))));
            }

            if (rc == raw.SQLITE_OK)
            {
                foreignKeys?.BeforeRun(statement);
            }

            while (rc is raw.SQLITE_OK or raw.SQLITE_ROW)
            {
                rc = raw.sqlite3_step(prepared);
            }

            if (rc == raw.SQLITE_DONE)
            {
                return;
            }

            var error = database.ErrorFor(rc);
            int? offset = ErrorPlace.Find(database, error, statement.Text, sql);
            if (error.IsInterrupt)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (error.Code == SqliteCodes.DatabaseMoved)
            {
                throw Faults.From(error);
            }

            throw new DatabaseFaultException(new DatabaseFault.Statement(error.Message, error.Name, statement, offset) { Remedy = Remedies.For(error.Code) }, error);
        }
    }
}

using System;
using System.IO;
using System.Linq;
using Microsoft.Data.Sqlite;
using MigrationTooling.Sqlite;
using SQLitePCL;

namespace MigrationTooling.Benchmarks;

/// <summary>
/// The least that keeps the engine's promise: for each file one transaction that checks the owner, runs the file, and writes the row, the
/// journal and the text, and the intent of the next file (row, journal, owner); that of the first has one of its own. No splitting, no
/// checks, no plan.
/// </summary>
internal static class BareLoop
{
    private const string Tables =
        """
        CREATE TABLE history (id TEXT NOT NULL PRIMARY KEY, sequence INTEGER NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL, h1 TEXT NOT NULL, run_on TEXT NOT NULL, finished_on TEXT, runner TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE journal (entry INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, migration TEXT, h1 TEXT, token INTEGER NOT NULL, runner TEXT NOT NULL);
        CREATE TABLE owner (id INTEGER NOT NULL PRIMARY KEY, token INTEGER NOT NULL, doing TEXT);
        CREATE TABLE texts (h1 TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL);
        INSERT INTO owner VALUES (1, 1, NULL);
        """;

    public static int Run(string database, string folder)
    {
        SqliteLibrary.Load(new SQLite3Provider_e_sqlite3(), "e_sqlite3");
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        Check(raw.sqlite3_exec(connection.Handle, Tables), connection);
        using var begin = Prepare(connection, "BEGIN IMMEDIATE");
        using var commit = Prepare(connection, "COMMIT");
        using var insert = Prepare(connection, "INSERT INTO history (id, sequence, state, attempt, h1, run_on, runner) VALUES (?, ?, 'in_progress', 1, ?, ?, 'bench')");
        using var entry = Prepare(connection, "INSERT INTO journal (at, kind, migration, h1, token, runner) VALUES (?, ?, ?, ?, 1, 'bench')");
        using var doing = Prepare(connection, "UPDATE owner SET doing = ? WHERE id = 1");
        using var fence = Prepare(connection, "SELECT o.token, r.state FROM owner o JOIN history r ON r.id = ? WHERE o.id = 1");
        using var finish = Prepare(connection, "UPDATE history SET state = 'completed', finished_on = ? WHERE id = ?");
        using var keep = Prepare(connection, "INSERT INTO texts (h1, content) VALUES (?, ?)");
        int sequence = 0;
        Announced? next = null;
        foreach (string file in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            var current = next;
            next = new Announced(file);
            if (current is null)
            {
                Step(connection, begin);
            }
            else
            {
                Run(current);
            }

            Step(connection, insert, next.Id, ++sequence, next.H1, next.Now);
            Step(connection, entry, next.Now, "intent", next.Id, next.H1);
            Step(connection, doing, next.Id);
            Step(connection, commit);
        }

        if (next is not null)
        {
            Run(next);
            Step(connection, commit);
        }

        return 0;

        void Run(Announced file)
        {
            Step(connection, begin);
            Step(connection, fence, file.Id);
            Check(raw.sqlite3_exec(connection.Handle, System.Text.Encoding.UTF8.GetString(file.Text)), connection);
            Step(connection, finish, file.Now, file.Id);
            Step(connection, entry, file.Now, "completed", file.Id, file.H1);
            Step(connection, keep, file.H1, file.Text);
        }
    }

    private static sqlite3_stmt Prepare(SqliteConnection connection, string sql)
    {
        Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement), connection);
        return statement;
    }

    private static void Step(SqliteConnection connection, sqlite3_stmt statement, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Check(values[i] switch
            {
                string text => raw.sqlite3_bind_text(statement, i + 1, text),
                byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                var number => raw.sqlite3_bind_int(statement, i + 1, (int)number),
            }, connection);
        }

        while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
        {
            // The fence answers one row.
        }

        Check(raw.sqlite3_reset(statement), connection);
    }

    private static void Check(int code, SqliteConnection connection)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException(raw.sqlite3_errmsg(connection.Handle).utf8_to_string());
        }
    }
}

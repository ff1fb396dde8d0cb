using System.IO;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Sql;
using MigrationTooling.Sqlite.History;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.Scripts;

/// <summary>
/// Writes a run for the <c>sqlite3</c> shell. A temporary table holds the owner's token and carries the guards: a check constraint
/// whose name says what is wrong is how a plain script refuses to go on.
/// </summary>
internal sealed class SqliteScriptWriter(TextWriter output, HistoryNames names, RunnerIdentity runner) : IScriptWriter
{
    private readonly ScriptHistorySql _sql = new(output, names);
    private readonly HistoryWriting _history = new(new ScriptHistorySql(output, names), names, runner);
    private readonly string _guard = $"temp.\"{names.Table}_script\"";
    private bool _enforcing;
    private bool _inTransaction;

    public void Begin(ScriptBeginning beginning)
    {
        foreach (string line in beginning.About)
        {
            output.Write($"-- {line}\n");
        }

        output.Write("-- Where the history is not as it says here, the whole script is refused; so it runs once.\n");
        output.Write("-- Foreign keys are not compared before and after, as dotnet migrate up and dotnet migrate down do.\n");
        output.Write("-- Run it with: sqlite3 DATABASE < FILE\n\n.bail on\nPRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n");
        if (beginning.IsNew != false)
        {
            HistorySchema.Create(_sql, names, mayExist: beginning.IsNew is null, new SqlText("lower(hex(randomblob(16)))"));
        }

        Guards();
        foreach (var expected in beginning.Expected)
        {
            Refuse("expected", Condition(expected));
        }

        _history.Own(0, IScriptWriter.WhenRun);
        _history.Append(new JournalEntry(IScriptWriter.WhenRun, JournalKind.Owned), 0);
        _sql.Run($"INSERT INTO {_guard} (token) SELECT token FROM {names.Owner} WHERE id = 1");
        if (beginning.Changes is { } changes)
        {
            _history.Write(changes, 0);
        }

        output.Write("COMMIT;\n");
    }

    public void BeginMigration(ExpectedRow expected)
    {
        // The whole script was refused if any of it was not as expected.
    }

    public void EndMigration()
    {
        // The pragmas that a unit needs are set before it; a script that changes the session otherwise is the last of its run.
    }

    public void BeginUnit(bool foreignKeys, bool inTransaction, HistoryWrite? intent)
    {
        output.Write('\n');
        if (foreignKeys != _enforcing)
        {
            // Outside the transaction; inside one SQLite ignores it.
            output.Write(foreignKeys ? "PRAGMA foreign_keys = ON;\n" : "PRAGMA foreign_keys = OFF;\n");
            _enforcing = foreignKeys;
        }

        _inTransaction = inTransaction;
        if (inTransaction || intent is not null)
        {
            BeginTransaction();
        }

        if (intent is not null)
        {
            _history.Write(intent, 0);
        }

        if (!inTransaction && intent is not null)
        {
            output.Write("COMMIT;\n");
        }
    }

    public void Statement(SqlStatement statement)
    {
        output.Write(statement.Text);
        output.Write(";\n");
    }

    public void CommitUnit(HistoryWrite completion)
    {
        if (!_inTransaction)
        {
            BeginTransaction();
        }

        _history.Write(completion, 0);
        output.Write("COMMIT;\n");
    }

    public void Finish()
    {
        output.Write('\n');
        BeginTransaction();
        _history.Leave(0, IScriptWriter.WhenRun);
        output.Write($"COMMIT;\nDROP TABLE {_guard};\n");
    }

    private void BeginTransaction()
    {
        output.Write("BEGIN IMMEDIATE;\n");
        Refuse("owner", $"EXISTS (SELECT 1 FROM {names.Owner} o JOIN {_guard} s ON o.token = s.token WHERE o.id = 1)");
    }

    private void Guards()
    {
        _sql.Run($"DROP TABLE IF EXISTS {_guard}");
        _sql.Run(
            $"""
            CREATE TEMP TABLE "{names.Table}_script" (
              token INTEGER,
              format INTEGER CONSTRAINT "the history was written by another version of dotnet migrate" CHECK (format),
              expected INTEGER CONSTRAINT "the history is not as this script expects it, see dotnet migrate status" CHECK (expected),
              owner INTEGER CONSTRAINT "another runner took over this database, see dotnet migrate status" CHECK (owner)
            )
            """);
        Refuse("format", $"EXISTS (SELECT 1 FROM {names.Meta} WHERE key = '{HistorySchema.FormatKey}' AND value GLOB '{HistoryFormat.Current.Major}.*')");
    }

    // NULL passes a check, so each guard fills its own column only.
    private void Refuse(string guard, string unless) => _sql.Run($"INSERT INTO {_guard} ({guard}) SELECT {unless}");

    private string Condition(ExpectedRow expected)
    {
        string ids = string.Join(", ", expected.Ids.Select(ScriptHistorySql.Literal));
        return expected.State is not { } state
            ? $"NOT EXISTS (SELECT 1 FROM {names.Rows} WHERE id IN ({ids}))"
            : $"{(expected.IsForbidden ? "NOT " : "")}EXISTS (SELECT 1 FROM {names.Rows} WHERE id IN ({ids}) AND state = '{state.Word()}'{(expected.Attempt is { } attempt ? $" AND attempt = {attempt}" : "")})";
    }
}

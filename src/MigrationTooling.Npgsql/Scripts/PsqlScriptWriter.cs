using System;
using System.IO;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Scripts;

/// <summary>
/// Writes a run for <c>psql</c>. Nothing is known of the database when it is written: psql's variables hold the schema, the fencing token and
/// the answers to the guards. Each migration stands in an <c>\if</c> of its own, so that one that is applied is passed over.
/// </summary>
internal sealed class PsqlScriptWriter(TextWriter output, NpgsqlProviderOptions options, RunnerIdentity runner) : IScriptWriter
{
    private static readonly string[] Variables =
    [
        "schema", "user", "role", "has_history", "is_ours", "run_key", "session_key", "rows", "work", "is_expected", "problem", "is_in_order", "token", "application",
        "home", "moved", "was_user", "was_role", "run", "copy", "refusal", "ok",
    ];

    private readonly HistoryNames _names = HistoryNames.Behind(":\"migrate_schema\"", options.HistoryTable!);
    private readonly ScriptStrings _strings = new();
    private HistoryRow? _row; // as the migration's last write left it; null before its intent
    private ExpectedRow? _last;
    private string _id = "";
    private bool _inTransaction;

    private ScriptHistorySql Sql => field ??= new ScriptHistorySql(output, _names);

    private ScriptGuards Guards => field ??= new ScriptGuards(output, _names);

    private HistoryWriting History => field ??= new HistoryWriting(_names, runner);

    public void Begin(ScriptBeginning beginning)
    {
        foreach (string line in beginning.About)
        {
            Line("-- " + line);
        }

        Line("-- A migration that is done already is passed over; where the history is otherwise not as expected, nothing is run.");
        Line("-- Run it with: psql -X -f FILE, outside of a transaction.");
        Line(
            """

            \set ON_ERROR_STOP on
            \set QUIET on
            \set AUTOCOMMIT on
            \set ON_ERROR_ROLLBACK off
            \set SINGLELINE off
            \set SINGLESTEP off
            \set FETCH_COUNT 0
            \set VERBOSITY default
            \pset pager off
            \encoding UTF8
            """);
        Guards.FindSchema(options.Schema);
        Guards.Lock();
        Guards.FindHistory();
        Guards.Look(beginning.Expected);
        Line("\\if :migrate_work");
        new ScriptOwnership(output, _names, Sql, Guards, History).Take(runner, beginning.Changes);
        Line("\\endif");
    }

    public void BeginMigration(ExpectedRow expected)
    {
        _id = expected.Ids[0];
        _row = null;
        Line($"\n-- {_id.ReplaceLineEndings(" ")}");
        Guards.Keep($"SELECT NOT EXISTS (SELECT FROM {_names.Rows} WHERE {Is(expected)}) AS migrate_run");
        Line("\\if :migrate_run");
        if (_last is { } last)
        {
            Guards.Require(
                $"SELECT EXISTS (SELECT FROM {_names.Rows} WHERE {Is(last)}) AS migrate_ok",
                ScriptHistorySql.Literal($"'{last.Ids[0]}', which comes before '{_id}' in this script, was not run to its end."), "dotnet migrate status shows how it stands.");
        }

        _last = expected;
    }

    public void BeginUnit(bool foreignKeys, bool inTransaction, HistoryWrite? intent)
    {
        _inTransaction = inTransaction;
        Line("BEGIN;");
        if (_row is null)
        {
            Fence();
        }
        else
        {
            // An earlier unit of the migration may have changed the role; the fence is passed as ourselves.
            Guards.Keep("SELECT pg_catalog.current_setting('session_authorization') AS migrate_was_user, pg_catalog.current_setting('role') AS migrate_was_role");
            Line("SET LOCAL SESSION AUTHORIZATION :'migrate_user';\nSET LOCAL ROLE :'migrate_role';");
            Fence();
            if (inTransaction)
            {
                Line("SET LOCAL SESSION AUTHORIZATION :'migrate_was_user';\nSET LOCAL ROLE :'migrate_was_role';");
            }
        }

        if (intent is not null)
        {
            Write(intent);
        }

        if (!inTransaction)
        {
            // Counted as begun: without a picture of the catalog nobody can tell later whether it was done, so it is not simply run again.
            string count = _row!.State == MigrationState.RollingBack ? "rollback_statements_done" : "statements_done";
            Line($"UPDATE {_names.Rows} SET {count} = {count} + 1 WHERE id = {ScriptHistorySql.Literal(_row.Id)};\nCOMMIT;");
        }
    }

    public void Statement(SqlStatement statement)
    {
        output.Write(PsqlText.Sent(statement.Text, _strings.BackslashEscapes));
        if (_strings.Set(statement) is { } passedOver)
        {
            Line($"\\else\n{passedOver}\n\\endif\n\\if :migrate_run");
        }

        var (first, second) = (statement.Keywords.ElementAtOrDefault(0), statement.Keywords.ElementAtOrDefault(1));
        if (second == "ALL" && first is "RESET" or "DISCARD")
        {
            Line("\\encoding UTF8");
        }

        if (second == "ALL" && first == "DISCARD")
        {
            // It freed the locks.
            ScriptOwnership.ShowRunner(output);
            Guards.Lock();
        }
    }

    // psql reads the data of a COPY that it passes over as if they were SQL, and a quote in them would hide the \endif. So they stand outside
    // of it: what is pending sends the COPY, what is done begins a dollar quote instead, which ends behind the data and is thrown away.
    public void Copy(SqlStatement statement, Func<string?> nextLine)
    {
        string quote = $"$migrate_data_{_row?.Text.H1[^16..]}$";
        output.Write(PsqlText.Of(statement.Text, _strings.BackslashEscapes));
        Line($"\n\\set migrate_copy ';'\n\\else\n\\set migrate_copy '{quote}'\n\\endif\n:migrate_copy");
        string last = "\n";
        while (nextLine() is { } line)
        {
            output.Write(line);
            last = line;
        }

        Line($"{(last.EndsWith('\n') ? "" : "\n")}\\.\n--{quote}\n\\r\n\\if :migrate_run");
    }

    public void CommitUnit(HistoryWrite completion)
    {
        Line(_inTransaction ? "SET CONSTRAINTS ALL IMMEDIATE;" : "BEGIN;");
        Line("SET LOCAL SESSION AUTHORIZATION :'migrate_user';\nSET LOCAL ROLE :'migrate_role';\nSET LOCAL search_path = pg_catalog;");
        if (_inTransaction)
        {
            // The unit's transaction alone has locked or written the owner row.
            const string Ours = "(pg_catalog.txid_current_if_assigned() % 4294967296)::text";
            Guards.Require(
                $"SELECT count(*) = 1 AS migrate_ok FROM {_names.Owner} WHERE id = 1 AND token = :migrate_token AND (xmax::text = {Ours} OR xmin::text = {Ours})",
                ScriptHistorySql.Literal($"The transaction of '{_id}' was ended by one of its statements."), "dotnet migrate status shows what is recorded.");
        }
        else
        {
            Fence();
        }

        Write(completion);
        Line("COMMIT;");
        if (_strings.EndTransaction() is { } passedOver)
        {
            Line($"\\else\n{passedOver}\n\\endif\n\\if :migrate_run");
        }
    }

    public void EndMigration()
    {
        ScriptOwnership.Reset(output);
        ScriptOwnership.ShowRunner(output);
        Line(_strings.EndMigration() is { } passedOver ? $"\\else\n{passedOver}\n\\endif" : "\\endif");
    }

    public void Finish()
    {
        Line("\n\\if :migrate_work\nBEGIN;");
        _row = null;
        Fence();
        History.Leave(Sql, 0, IScriptWriter.WhenRun);
        Line("COMMIT;\n\\endif");
        Guards.Unlock();
        Line("RESET application_name;");
        Line(string.Join('\n', Variables.Select(v => "\\unset migrate_" + v)));
    }

    private void Write(HistoryWrite write)
    {
        History.Write(Sql, write, 0);
        _row = write.Rows[^1].Row;
    }

    private void Fence()
    {
        string row = _row is null ? "" : $" JOIN {_names.Rows} r ON r.id = {ScriptHistorySql.Literal(_row.Id)} AND r.state = '{_row.State.Word()}' AND r.attempt = {_row.Attempt}";
        Guards.Require(
            $"SELECT count(*) = 1 AS migrate_ok FROM (SELECT FROM {_names.Owner} o{row} WHERE o.id = 1 AND o.token = :migrate_token FOR UPDATE OF o) f",
            ScriptHistorySql.Literal("Another runner took over this database, or changed the row of a migration that is being run."),
            "What is committed stays. dotnet migrate status shows who it is and how the migrations stand.");
    }

    private static string Is(ExpectedRow row) =>
        $"id IN ({string.Join(", ", row.Ids.Select(ScriptHistorySql.Literal))}) AND state = '{row.Done!.Value.Word()}'";

    private void Line(string text) => output.Write(text + "\n");
}

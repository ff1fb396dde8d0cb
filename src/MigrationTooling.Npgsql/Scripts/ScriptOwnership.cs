using System.IO;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Npgsql.Locking;
using MigrationTooling.Npgsql.Sessions;
using MigrationTooling.Storage;

namespace MigrationTooling.Npgsql.Scripts;

/// <summary>The part of a script that becomes the owner, in one transaction as a runner does: tables made where they are missing, the token raised.</summary>
internal sealed class ScriptOwnership(TextWriter output, HistoryNames names, ScriptHistorySql sql, ScriptGuards guards, HistoryWriting history)
{
    /// <summary>Takes the session back to what every migration starts from.</summary>
    public static void Reset(TextWriter output)
    {
        foreach (string command in SessionSettings.Resets)
        {
            output.Write(command + ";\n");
        }

        // psql reads the script's text in its own encoding, which is the session's.
        output.Write("\\encoding UTF8\n");
    }

    /// <summary>Shows the session as the runner's, as others look for it.</summary>
    public static void ShowRunner(TextWriter output) => output.Write("SET application_name = :'migrate_application';\n");

    public void Take(RunnerIdentity runner, HistoryWrite? changes)
    {
        FindHome();
        output.Write("BEGIN;\n");
        Reset(output);
        output.Write("\\if :migrate_has_history\n");
        guards.Keep($"SELECT true AS migrate_ok FROM {names.Owner} WHERE id = 1 FOR UPDATE");
        output.Write("\\else\n");
        HistorySchema.Create(sql, names, new SqlText("pg_catalog.md5(pg_catalog.concat(pg_catalog.random(), pg_catalog.clock_timestamp(), pg_catalog.pg_backend_pid()))"));
        output.Write("\\endif\n");
        history.Own(sql, 0, IScriptWriter.WhenRun);
        guards.Keep($"SELECT token AS migrate_token FROM {names.Owner} WHERE id = 1");
        output.Write("\\if :migrate_has_history\n\\else\n");
        Append(JournalKind.Created, HistoryFormat.Current.ToString());
        output.Write("\\endif\n");
        NoteHome();
        Append(JournalKind.Owned, null);
        guards.Keep($"SELECT {ScriptHistorySql.Literal(LockHolder.ApplicationName(runner.Name) + " #")} || :migrate_token AS migrate_application");
        ShowRunner(output);
        if (changes is not null)
        {
            WriteOnce(changes);
        }

        output.Write("COMMIT;\n");
    }

    // What tells this database from a copy of it, as a runner writes it; unknown to a role that may not ask which cluster this is.
    private void FindHome()
    {
        guards.Keep("SELECT coalesce(pg_catalog.has_function_privilege(pg_catalog.to_regprocedure('pg_catalog.pg_control_system()'), 'EXECUTE'), false) AS migrate_ok");
        output.Write("\\if :migrate_ok\n");
        guards.Keep(
            """
            SELECT pg_catalog.format('%s (%s/%s)', d.datname, c.system_identifier, d.oid) AS migrate_home
            FROM pg_catalog.pg_control_system() c, pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
            """);
        output.Write("\\else\n\\set migrate_home ''\n\\endif\n");
    }

    private void NoteHome()
    {
        const string Former = "pg_catalog.regexp_replace(value, '^.* ', '') <> pg_catalog.regexp_replace(:'migrate_home', '^.* ', '')";
        guards.Keep($"SELECT EXISTS (SELECT FROM {names.Meta} WHERE key = '{HistorySchema.HomeKey}' AND :'migrate_home' <> '' AND {Former}) AS migrate_ok");
        output.Write("\\if :migrate_ok\n");
        guards.Keep($"SELECT value || ' → ' || :'migrate_home' AS migrate_moved FROM {names.Meta} WHERE key = '{HistorySchema.HomeKey}'");
        history.Append(sql, new JournalEntry(IScriptWriter.WhenRun, JournalKind.Moved), 0, new SqlText(":'migrate_moved'"));
        output.Write("\\endif\n");
        guards.Keep("SELECT :'migrate_home' <> '' AS migrate_ok");
        output.Write("\\if :migrate_ok\n");
        HistorySchema.SetMeta(sql, names, HistorySchema.HomeKey, new SqlText(":'migrate_home'"));
        output.Write("\\endif\n");
    }

    private void Append(JournalKind kind, string? detail) =>
        history.Append(sql, new JournalEntry(IScriptWriter.WhenRun, kind) { Detail = detail }, 0);

    // Where an earlier try at this script wrote them, they are there.
    private void WriteOnce(HistoryWrite changes)
    {
        string rows = string.Join(", ", changes.Rows.Select(r =>
            $"({ScriptHistorySql.Literal(r.Row.Id)}, '{r.Row.State.Word()}', {r.Row.Attempt}, {ScriptHistorySql.Literal(r.Row.Text.H1)})"));
        guards.Keep($"SELECT count(*) < {changes.Rows.Count} AS migrate_ok FROM {names.Rows} WHERE (id, state, attempt, up_h1) IN ({rows})");
        output.Write("\\if :migrate_ok\n");
        history.Write(sql, changes, 0);
        output.Write("\\endif\n");
    }
}

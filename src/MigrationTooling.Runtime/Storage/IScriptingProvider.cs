using System;
using System.Collections.Generic;
using System.IO;
using MigrationTooling.History;
using MigrationTooling.Sql;

namespace MigrationTooling.Storage;

/// <summary>A provider that can write a run as a script for its engine's own shell.</summary>
public interface IScriptingProvider : IDatabaseProvider
{
    /// <summary>A writer of one script.</summary>
    /// <param name="output">Where to; not disposed.</param>
    /// <param name="runner">Who the history says has run it.</param>
    IScriptWriter Script(TextWriter output, RunnerIdentity runner);

    /// <summary>True where the engine can take a session back to its beginning; else what comes behind a changed one needs a script of its own.</summary>
    bool ResetsSession => false;
}

/// <summary>
/// Writes the steps of a run as SQL, in the order in which a run takes them. The history writes are made by the same SQL that the
/// provider itself runs. What is known only when the script is run stays an expression: a time that is <see cref="WhenRun"/>, the
/// sequence 0, the fencing token.
/// </summary>
public interface IScriptWriter
{
    /// <summary>Stands for the time at which the script is run.</summary>
    static DateTimeOffset WhenRun => DateTimeOffset.MaxValue;

    /// <summary>Begins: the shell's settings, the tables where they are missing, the expectations, the ownership, all in one transaction.</summary>
    void Begin(ScriptBeginning beginning);

    /// <summary>Begins a migration, which is one of those that <see cref="ScriptBeginning.Expected"/> gives a <see cref="ExpectedRow.Done"/>.</summary>
    void BeginMigration(ExpectedRow expected);

    /// <summary>Opens a unit; its intent is written in it, or before it where it can't be in a transaction.</summary>
    void BeginUnit(bool foreignKeys, bool inTransaction, HistoryWrite? intent);

    /// <summary>Writes a statement.</summary>
    /// <exception cref="FormatException">The shell would take a part of it for a command of its own.</exception>
    void Statement(SqlStatement statement);

    /// <summary>Writes a COPY and the data behind it.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="nextLine">The next line of the data, its line feed included; null behind the last.</param>
    /// <exception cref="FormatException">As with <see cref="Statement"/>.</exception>
    void Copy(SqlStatement statement, Func<string?> nextLine) => throw new NotSupportedException("This engine takes no data behind a statement.");

    /// <summary>Writes the history and commits.</summary>
    void CommitUnit(HistoryWrite completion);

    /// <summary>Ends a migration: the session is as it was before it.</summary>
    void EndMigration();

    /// <summary>Ends: the ownership is given back.</summary>
    void Finish();
}

/// <summary>What a script begins with.</summary>
/// <param name="About">Lines for its reader.</param>
/// <param name="IsNew">True where the database is known to have no history; false where it has one; null where nobody asked it.</param>
/// <param name="Expected">What the history must say, or nothing of the script happens.</param>
/// <param name="Changes">Rows that take over a new id or checksum; null for none.</param>
public sealed record ScriptBeginning(IReadOnlyList<string> About, bool? IsNew, IReadOnlyList<ExpectedRow> Expected, HistoryWrite? Changes);

/// <summary>What the history must say of one migration.</summary>
/// <param name="Ids">Its id and its former ones.</param>
/// <param name="State">The state of its row; null: it must have no row.</param>
public sealed record ExpectedRow(IReadOnlyList<string> Ids, MigrationState? State)
{
    /// <summary>The row's attempt; null for any.</summary>
    public int? Attempt { get; init; }

    /// <summary>The state of its row once the script has run; null where it is none of the script's own.</summary>
    public MigrationState? Done { get; init; }

    /// <summary>The text that the script runs; null where it is none of the script's own, or is not what the row is of.</summary>
    public RowText? Text { get; init; }

    /// <summary>True: what is described must not be there.</summary>
    public bool IsForbidden { get; init; }
}

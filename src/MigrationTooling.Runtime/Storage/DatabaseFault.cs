using System;
using System.Collections.Generic;
using MigrationTooling.Sql;

namespace MigrationTooling.Storage;

/// <summary>Why a database did not do what it was asked: a closed family of facts. Sentences for people are made of them elsewhere.</summary>
/// <param name="Message">The database's own words, secrets masked.</param>
/// <param name="Code">SQLSTATE, or SQLite's result code by name; null where the database gave none.</param>
public abstract record DatabaseFault(string Message, string? Code)
{
    /// <summary>What may mend it, where that is known.</summary>
    public string? Hint { get; init; }

    /// <summary>What has to be mended where nothing is wrong with the script itself (a full disk, another connection): the beginning of a sentence that "then run it again" ends; null where it is the script.</summary>
    public string? Remedy { get; init; }

    /// <summary>What the database said beside its message (detail, constraint, context), line by line.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>It can't be opened: missing directory, no permission, no server, wrong password.</summary>
    public sealed record CannotOpen(string Message, string? Code) : DatabaseFault(Message, Code);

    /// <summary>What lies at that address is no database of this engine.</summary>
    public sealed record NotADatabase(string Message, string? Code) : DatabaseFault(Message, Code);

    /// <summary>It can be read but not written.</summary>
    public sealed record Unwritable(string Message, string? Code) : DatabaseFault(Message, Code);

    /// <summary>A killed writer left work that only a writing connection can undo.</summary>
    public sealed record NeedsRecovery(string Message, string? Code) : DatabaseFault(Message, Code);

    /// <summary>Others kept it busy to the deadline.</summary>
    public sealed record Busy(string Message, string? Code) : DatabaseFault(Message, Code);

    /// <summary>A table of the history's name is there and is not a history.</summary>
    public sealed record NameTaken(string Message) : DatabaseFault(Message, null);

    /// <summary>The history was written by a newer version, so this one must not write.</summary>
    public sealed record NewerHistory(string Message) : DatabaseFault(Message, null);

    /// <summary>Somebody else became the owner, or changed the row of the running migration.</summary>
    public sealed record FenceLost(string Message, string? Owner) : DatabaseFault(Message, null);

    /// <summary>Another runner got the run lock between our asking for it and our taking of it; nothing was written, and it can be asked for again.</summary>
    public sealed record RunLockHeld(string Holder) : DatabaseFault($"The database is being migrated by {Holder}.", null);

    /// <summary>The database's file was moved or replaced while it was open: what this connection wrote last is in a file that nobody finds.</summary>
    public sealed record FileReplaced(string Message) : DatabaseFault(Message, null);

    /// <summary>The connection broke in a commit, and the server's session is still at work on it: nobody can tell yet whether it is committed.</summary>
    public sealed record Undecided(string Message) : DatabaseFault(Message, null);

    /// <summary>A statement of a script failed; its transaction can only be rolled back.</summary>
    /// <param name="Message">The database's words.</param>
    /// <param name="Code">The code.</param>
    /// <param name="Failed">The statement.</param>
    /// <param name="Offset">Where in the statement's text the database points, in UTF-16 units; null where it points nowhere.</param>
    public sealed record Statement(string Message, string? Code, SqlStatement Failed, int? Offset) : DatabaseFault(Message, Code)
    {
        /// <summary>Where in the data behind a COPY the database points; null where it points to none.</summary>
        public CopyData? Data { get; init; }
    }

    /// <summary>A place in the data behind a COPY.</summary>
    /// <param name="Line">Which of its lines, from 1.</param>
    /// <param name="Column">The column's name; null for the whole line.</param>
    /// <param name="Value">What stands there, as far as the database repeats it; null where it does not.</param>
    public sealed record CopyData(int Line, string? Column, string? Value);

    /// <summary>A check over the whole unit failed before its commit (foreign keys); it was rolled back.</summary>
    /// <param name="Message">What it found.</param>
    /// <param name="Code">The code, where there is one.</param>
    /// <param name="Details">The findings one by one.</param>
    public sealed record Check(string Message, string? Code, IReadOnlyList<string> Details) : DatabaseFault(Message, Code);

    /// <summary>The unit's transaction ended under it without an error: what ran before may or may not be kept.</summary>
    public sealed record TransactionEnded(string Message, SqlStatement Culprit) : DatabaseFault(Message, null);

    /// <summary>The commit failed and the unit was rolled back.</summary>
    public sealed record Commit(string Message, string? Code) : DatabaseFault(Message, Code);

    /// <summary>Anything else the database said while the history was read or written.</summary>
    public sealed record Other(string Message, string? Code) : DatabaseFault(Message, Code);
}

/// <summary>Carries a <see cref="DatabaseFault"/> out of a provider.</summary>
public sealed class DatabaseFaultException : Exception
{
    /// <summary>Takes the fault.</summary>
    public DatabaseFaultException(DatabaseFault fault, Exception? innerException = null)
        : base(fault.Message, innerException) => Fault = fault;

    /// <summary>What happened.</summary>
    public DatabaseFault Fault { get; }
}

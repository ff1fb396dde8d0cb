using System;
using MigrationTooling.History;
using MigrationTooling.Results;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Events;

/// <summary>Receives what happens while it happens. Called on the run's own thread of work, one event at a time; must not throw.</summary>
public interface IMigrationObserver
{
    /// <summary>Takes one event.</summary>
    void Observe(MigrationEvent migrationEvent);
}

/// <summary>Something that happened during a run: a closed family of plain records; text is made of them elsewhere.</summary>
public abstract record MigrationEvent
{
    private MigrationEvent()
    {
    }

    /// <summary>The plan is made and is about to run.</summary>
    /// <param name="Count">How many migrations will run.</param>
    public sealed record RunStarted(int Count) : MigrationEvent;

    /// <summary>Another runner holds the run lock; reported once, then again when the holder changes.</summary>
    public sealed record WaitingForRunLock(string Holder) : MigrationEvent;

    /// <summary>There is no run lock at this place; the fence alone keeps runners apart.</summary>
    public sealed record RunLockUnavailable(string Reason) : MigrationEvent;

    /// <summary>The run lock is of a kind that is worth knowing, in half a sentence.</summary>
    public sealed record RunLockNoted(string Text) : MigrationEvent;

    /// <summary>The run is done, but the owner row still names this runner; the next one takes it over.</summary>
    public sealed record OwnershipNotReleased(string Reason) : MigrationEvent;

    /// <summary>Something worth saying that refuses nothing.</summary>
    public sealed record Noticed(Finding Finding) : MigrationEvent;

    /// <summary>A row took over its migration's new id.</summary>
    public sealed record RowRenamed(string From, string To) : MigrationEvent;

    /// <summary>A row took over the checksum of a reformatted text.</summary>
    public sealed record RowRestamped(string Id) : MigrationEvent;

    /// <summary>A rollback that was interrupted before anything of it was committed was given up: its migration is applied as before.</summary>
    public sealed record RollbackGivenUp(string Id) : MigrationEvent;

    /// <summary>A migration is about to be taken back.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Number">Its number in this run, from 1.</param>
    /// <param name="Count">How many are taken back.</param>
    /// <param name="Statements">How many statements its down script has.</param>
    /// <param name="IsResumed">True where an interrupted rollback goes on behind the units that are committed.</param>
    public sealed record RollbackStarted(string Id, int Number, int Count, int Statements, bool IsResumed) : MigrationEvent;

    /// <summary>A migration was taken back.</summary>
    public sealed record RolledBack(string Id, TimeSpan Elapsed) : MigrationEvent;

    /// <summary>A down script failed; the run ends.</summary>
    public sealed record RollbackFailed(MigrationFailure Failure) : MigrationEvent;

    /// <summary>A migration is about to run.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Number">Its number in this run, from 1.</param>
    /// <param name="Count">How many run.</param>
    /// <param name="Statements">How many statements it has.</param>
    /// <param name="Attempt">Which attempt this is, from 1.</param>
    /// <param name="Bytes">The bytes of the file that its script is in.</param>
    public sealed record MigrationStarted(string Id, int Number, int Count, int Statements, int Attempt, long Bytes) : MigrationEvent;

    /// <summary>A statement was run.</summary>
    /// <param name="Id">The migration's id.</param>
    /// <param name="Number">The statement's number, from 1.</param>
    /// <param name="Count">How many the migration has.</param>
    /// <param name="Place">Where it begins.</param>
    /// <param name="BytesRead">How much of the script was read so far, the read-ahead included.</param>
    public sealed record StatementRan(string Id, int Number, int Count, TextPlace Place, long BytesRead) : MigrationEvent;

    /// <summary>A batch was committed, and the statement runs again.</summary>
    /// <param name="Id">The migration's id.</param>
    /// <param name="Progress">What its batches changed so far, those of earlier attempts included.</param>
    public sealed record BatchCommitted(string Id, BatchProgress Progress) : MigrationEvent;

    /// <summary>Something about a migration that was applied and that its author should know, in one sentence.</summary>
    public sealed record Noted(string Id, string Text) : MigrationEvent;

    /// <summary>A unit of a migration was committed, and others follow.</summary>
    public sealed record UnitCompleted(string Id, int Number, int Count) : MigrationEvent;

    /// <summary>A migration was applied.</summary>
    public sealed record MigrationCompleted(string Id, TimeSpan Elapsed) : MigrationEvent;

    /// <summary>A migration failed; the run ends.</summary>
    public sealed record MigrationFailed(MigrationFailure Failure) : MigrationEvent;
}

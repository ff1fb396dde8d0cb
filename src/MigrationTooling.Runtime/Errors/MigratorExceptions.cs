using System;
using System.Collections.Generic;
using MigrationTooling.Results;
using MigrationTooling.Rules;

namespace MigrationTooling.Errors;

/// <summary>The request is wrong: an unknown target, a number of steps below one, a history that only a newer version may write.</summary>
public sealed class UsageException : MigratorException
{
    internal UsageException(string message, string nextStep)
        : base(ErrorKind.Usage, message, NothingRan, nextStep, null)
    {
    }

    internal const string NothingRan = "Nothing was run or written.";
}

/// <summary>The database can't be opened, or is none.</summary>
public sealed class CannotConnectException : MigratorException
{
    internal CannotConnectException(string message, string nextStep, Exception? innerException)
        : this(message, UsageException.NothingRan, nextStep, innerException)
    {
    }

    internal CannotConnectException(string message, string leftBehind, string nextStep, Exception? innerException)
        : base(ErrorKind.CannotConnect, message, leftBehind, nextStep, innerException)
    {
    }

    /// <summary>What is wrong with the database, where a rule says it.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>Another runner holds the run lock, or became the owner while this one ran.</summary>
public sealed class DatabaseLockedException : MigratorException
{
    internal DatabaseLockedException(string message, string leftBehind, string? holder, RunResult? result, Exception? innerException, string? nextStep = null)
        : base(ErrorKind.Locked, message, leftBehind, nextStep ?? "Run again when it is done: dotnet migrate status", innerException)
    {
        Holder = holder;
        Result = result;
    }

    /// <summary>Who, as far as it can be told.</summary>
    public string? Holder { get; }

    /// <summary>What was applied before; null where nothing was begun.</summary>
    public RunResult? Result { get; }
}

/// <summary>A migration is partly applied and can't be continued without a decision.</summary>
public sealed class DirtyDatabaseException : MigratorException
{
    internal DirtyDatabaseException(string message, string leftBehind, string nextStep, RunResult? result, Exception? innerException)
        : base(ErrorKind.Dirty, message, leftBehind, nextStep, innerException) => Result = result;

    /// <summary>What was applied before; null where nothing was begun.</summary>
    public RunResult? Result { get; }
}

/// <summary>What was applied and what the manifest says do not agree.</summary>
public sealed class IntegrityException : MigratorException
{
    internal IntegrityException(string message, string nextStep, IReadOnlyList<Finding> findings)
        : base(ErrorKind.Integrity, message, UsageException.NothingRan, nextStep, null) => Findings = findings;

    /// <summary>What does not agree, each with its mending command.</summary>
    public IReadOnlyList<Finding> Findings { get; }
}

/// <summary>A migration failed; what its transaction did is undone.</summary>
public sealed class MigrationFailedException : MigratorException
{
    internal MigrationFailedException(string message, string nextStep, RunResult result, Exception? innerException)
        : base(ErrorKind.Failed, message, result.Failed!.LeftBehind, nextStep, innerException) => Result = result;

    /// <summary>What was applied before it, and the failure.</summary>
    public RunResult Result { get; }
}

/// <summary>A script can't be run as it is; found before anything ran.</summary>
public sealed class RefusedException : MigratorException
{
    internal RefusedException(string message, string nextStep, IReadOnlyList<Finding> findings)
        : base(ErrorKind.Refused, message, UsageException.NothingRan, nextStep, null) => Findings = findings;

    /// <summary>What is in the way, each with its place and its fix.</summary>
    public IReadOnlyList<Finding> Findings { get; }
}

/// <summary>The run was cancelled, after a unit or within one that was then rolled back.</summary>
public sealed class RunCancelledException : OperationCanceledException
{
    internal RunCancelledException(RunResult result, string leftBehind, Exception? innerException)
        : base("The run was cancelled.", innerException)
    {
        Result = result;
        LeftBehind = leftBehind;
    }

    /// <summary>What was applied before.</summary>
    public RunResult Result { get; }

    /// <summary>What was left behind, in one sentence.</summary>
    public string LeftBehind { get; }
}

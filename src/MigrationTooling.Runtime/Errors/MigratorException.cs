using System;

namespace MigrationTooling.Errors;

/// <summary>
/// Why a run did not do what it was asked. A closed family; each says in one sentence what happened, what was left behind, and
/// what to do next. Secrets are masked in all three.
/// </summary>
public abstract class MigratorException : Exception
{
    private protected MigratorException(ErrorKind kind, string message, string leftBehind, string nextStep, Exception? innerException)
        : base(message, innerException)
    {
        Kind = kind;
        LeftBehind = leftBehind;
        NextStep = nextStep;
    }

    /// <summary>Which kind of outcome this is.</summary>
    public ErrorKind Kind { get; }

    /// <summary>What the run left behind, in one sentence.</summary>
    public string LeftBehind { get; }

    /// <summary>The next command or step; empty where the message says it all.</summary>
    public string NextStep { get; }
}

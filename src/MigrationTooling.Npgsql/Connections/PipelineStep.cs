using MigrationTooling.Sql;
using Npgsql;

namespace MigrationTooling.Npgsql.Connections;

/// <summary>What a command of a pipeline is for, so that its failure can be told in words.</summary>
internal enum StepKind
{
    /// <summary>Our own housekeeping: BEGIN, settings.</summary>
    Plumbing = 0,

    /// <summary>Whether this runner is the owner still.</summary>
    Fence = 1,

    /// <summary>A statement of the script.</summary>
    Script = 2,

    /// <summary>Deferred constraints, checked before the history is written.</summary>
    Constraints = 3,

    /// <summary>Whether the transaction is the one that the unit began.</summary>
    StillOurs = 4,

    /// <summary>A write of the history.</summary>
    History = 5,

    /// <summary>The COMMIT.</summary>
    Commit = 6,
}

/// <summary>A command of a pipeline.</summary>
internal sealed record PipelineStep(StepKind Kind, NpgsqlBatchCommand Command, SqlStatement? Statement = null)
{
    /// <summary>How many characters of ours stand before the statement.</summary>
    public int Before { get; init; }
}

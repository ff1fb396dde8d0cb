using System;
using Npgsql;

namespace MigrationTooling.Npgsql.Connections;

/// <summary>The server refused a command, or the connection to it broke. Stays inside this assembly: the sessions turn it into a fault of the storage contract.</summary>
internal sealed class ServerError : Exception
{
    public ServerError(NpgsqlException cause, PipelineStep? step)
        : base(cause.Message, cause)
    {
        Refusal = cause as PostgresException;
        Step = step;
    }

    /// <summary>What the server said; null where the connection broke without a word.</summary>
    public PostgresException? Refusal { get; }

    /// <summary>The command that failed; null where that can't be told.</summary>
    public PipelineStep? Step { get; }

    public string? Code => Refusal?.SqlState;
}

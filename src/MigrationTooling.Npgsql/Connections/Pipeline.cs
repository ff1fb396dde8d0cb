using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Npgsql.History;
using MigrationTooling.Sql;
using MigrationTooling.Storage;
using Npgsql;
using NpgsqlTypes;

namespace MigrationTooling.Npgsql.Connections;

/// <summary>Commands that are sent together, each of them one statement: the server runs them in order and passes over the rest once one fails.</summary>
internal sealed class Pipeline : IHistorySql
{
    private readonly List<PipelineStep> _steps = [];

    public int Count => _steps.Count;

    /// <summary>Adds a command of ours with its values in the order of <c>$1</c>, <c>$2</c> ….</summary>
    public Pipeline Add(StepKind kind, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (object? value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        _steps.Add(new PipelineStep(kind, command));
        return this;
    }

    /// <summary>Adds a statement of a script, exactly as it was split.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="mark">A comment before it; null for none.</param>
    public Pipeline Add(SqlStatement statement, string? mark = null)
    {
        _steps.Add(new PipelineStep(StepKind.Script, new NpgsqlBatchCommand(mark + statement.Text), statement) { Before = mark?.Length ?? 0 });
        return this;
    }

    /// <summary>Adds all commands of another.</summary>
    public Pipeline Add(Pipeline other)
    {
        _steps.AddRange(other._steps);
        Asks |= other.Asks;
        IsPrepared |= other.IsPrepared;
        return this;
    }

    /// <summary>How long its statements are.</summary>
    public long Characters => _steps.Sum(s => (long)s.Command.CommandText.Length);

    /// <summary>What comes next is another transaction, and runs whether or not what came before failed.</summary>
    public Pipeline Barrier()
    {
        _steps[^1].Command.AppendErrorBarrier = true;
        return this;
    }

    /// <summary>Our own commands in here are sent as prepared statements. Only where a transaction begins in here: preparing may fail, and would fail that.</summary>
    public bool IsPrepared { get; set; }

    /// <summary>Asks whether a script has left anything prepared in the session.</summary>
    public Pipeline AskForPrepared()
    {
        Asks = true;
        return Add(StepKind.Plumbing, $"SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE from_sql) AS {Answer}");
    }

    /// <summary>The column of the answer.</summary>
    public const string Answer = "nothing_of_scripts_prepared";

    /// <summary>True where that was asked.</summary>
    public bool Asks { get; private set; }

    /// <summary>The answer: true where no script has left anything prepared.</summary>
    public bool IsOnlyOursPrepared { get; set; }

    /// <summary>Our own commands.</summary>
    public IEnumerable<NpgsqlBatchCommand> Own => _steps.Where(s => s.Kind != StepKind.Script).Select(s => s.Command);

    /// <summary>From now on none of our own commands is a prepared one, whatever became of those.</summary>
    public void Unprepare()
    {
        IsPrepared = false;
        for (int i = 0; i < _steps.Count; i++)
        {
            if (_steps[i].Kind != StepKind.Script)
            {
                _steps[i] = _steps[i] with { Command = Copy(_steps[i].Command) };
            }
        }
    }

    /// <summary>The last statement of the script in here that a predicate takes; null for none.</summary>
    public SqlStatement? LastStatement(Func<SqlStatement, bool> predicate) =>
        _steps.FindLast(s => s.Statement is not null && predicate(s.Statement))?.Statement;

    /// <summary>True where it ends with a COMMIT.</summary>
    public bool Commits => _steps.Exists(s => s.Kind == StepKind.Commit);

    /// <summary>Rows that the statements of the script in here changed, once they ran.</summary>
    public long ChangedRows => _steps.Where(s => s.Kind == StepKind.Script && s.Command.StatementType is not StatementType.Select).Sum(s => (long)s.Command.Rows);

    public PipelineStep? StepOf(NpgsqlBatchCommand? command) => command is null ? null : _steps.Find(s => ReferenceEquals(s.Command, command));

    public NpgsqlBatch Batch(NpgsqlConnection connection)
    {
        var batch = connection.CreateBatch();
        batch.Timeout = 0;
        foreach (var step in _steps)
        {
            batch.BatchCommands.Add(step.Command);
        }

        return batch;
    }

    void IHistorySql.Run(string sql, params ReadOnlySpan<object?> values) => Add(StepKind.History, sql, values);

    object IHistorySql.Time(DateTimeOffset time) => HistoryValues.Time(time);

    object IHistorySql.Sequence(long sequence) => sequence;

    object IHistorySql.Token(long token) => token;

    object IHistorySql.NewToken(long token) => token;

    private static NpgsqlBatchCommand Copy(NpgsqlBatchCommand command)
    {
        var copy = new NpgsqlBatchCommand(command.CommandText) { AppendErrorBarrier = command.AppendErrorBarrier };
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            copy.Parameters.Add(parameter.Clone());
        }

        return copy;
    }

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown },
        string text => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text },
        int number => new NpgsqlParameter<int> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Integer },
        long number => new NpgsqlParameter<long> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Bigint },
        byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes, NpgsqlDbType = NpgsqlDbType.Bytea },
        _ => throw new ArgumentException($"No value of the history is a {value.GetType().Name}.", nameof(value)),
    };
}

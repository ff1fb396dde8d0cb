using System;
using System.Collections.Generic;
using System.Data;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Npgsql.Faults;
using MigrationTooling.Sql;
using Npgsql;

namespace MigrationTooling.Npgsql.Connections;

/// <summary>One session on the server. Everything goes through pipelines of single statements, so that nothing is split again by other rules than ours.</summary>
internal sealed class ServerSession : IAsyncDisposable
{
    private const int MostNotices = 200;
    private const int CopyPiece = 96 * 1024;

    private readonly NpgsqlConnection _connection;
    private readonly List<PostgresNotice> _notices = [];

    private ServerSession(NpgsqlConnection connection)
    {
        _connection = connection;
        ServerProcess = connection.ProcessID;
        connection.Notice += (_, e) =>
        {
            if (_notices.Count < MostNotices)
            {
                _notices.Add(e.Notice);
            }
        };
    }

    /// <summary>The server's version.</summary>
    public Version Version => _connection.PostgreSqlVersion;

    /// <summary>The process on the server that works for this session, as far as it is known: behind a pooler, the number that came with the connection is not one.</summary>
    public int ServerProcess { get; private set; }

    /// <summary>True where something between us and the server gave the connection its number: a pooler. Known once <see cref="Identify"/> was called.</summary>
    public bool IsPooled => ServerProcess != _connection.ProcessID;

    public bool IsOpen => _connection.FullState is not (ConnectionState.Closed or ConnectionState.Broken);

    /// <exception cref="MigrationTooling.Storage.DatabaseFaultException">There is no such server or database, or it does not let us in.</exception>
    public static async ValueTask<ServerSession> OpenAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        var connection = address.DataSource.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new ServerSession(connection);
        }
        catch (Exception e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw OpeningFaults.From(e, address) ?? e;
        }
    }

    /// <summary>The server said which process it is.</summary>
    public void Identify(int serverProcess)
    {
        ServerProcess = serverProcess;
        IsIdentified = true;
    }

    /// <summary>True once the server said which process it is.</summary>
    public bool IsIdentified { get; private set; }

    /// <summary>True where some of our commands are prepared in this session.</summary>
    public bool HasPrepared { get; private set; }

    /// <summary>False once our prepared commands were refused, or were gone when they were needed: each is planned when it is sent from then on.</summary>
    public bool MayPrepare { get; private set; } = true;

    /// <summary>Ends whatever is prepared in this session, and prepares nothing more.</summary>
    public void GiveUpPreparing()
    {
        MayPrepare = false;
        EndPrepared();
    }

    /// <summary>Ends whatever is prepared in this session, by us or by scripts.</summary>
    public void EndPrepared()
    {
        HasPrepared = false;
        try
        {
            _connection.UnprepareAll();
        }
        catch (Exception e) when (IsOfConnection(e))
        {
            // The connection broke, and everything in it is gone: whoever uses it next is told.
        }
    }

    // In a round trip of its own where there is something new to prepare. The driver then sends each of these commands by its name, among others that have none.
    private async ValueTask PrepareAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        using var batch = _connection.CreateBatch();
        foreach (var command in pipeline.Own)
        {
            batch.BatchCommands.Add(command);
        }

        try
        {
            HasPrepared = true;
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException) when (IsOpen)
        {
            // Refused, for what a script left in the session.
            MayPrepare = false;
            pipeline.Unprepare();
        }
        catch (Exception e) when (IsOfConnection(e))
        {
            throw Error(e, pipeline);
        }
    }

    /// <summary>Sends the commands and waits until all of them are done; their rows are passed over.</summary>
    /// <exception cref="ServerError">One of them failed.</exception>
    public async ValueTask RunAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        if (pipeline.Count == 0)
        {
            return;
        }

        if (pipeline.IsPrepared)
        {
            await PrepareAsync(pipeline, cancellationToken).ConfigureAwait(false);
        }

        using var batch = pipeline.Batch(_connection);
        try
        {
            if (!pipeline.Asks)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                do
                {
                    if (reader.FieldCount == 1 && reader.GetName(0) == Pipeline.Answer)
                    {
                        pipeline.IsOnlyOursPrepared = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && reader.GetValue(0) is true;
                    }
                }
                while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (IsOfConnection(e))
        {
            throw Error(e, pipeline);
        }
    }

    /// <summary>Sends the commands and reads their rows: one list for each command that has any columns.</summary>
    /// <exception cref="ServerError">One of them failed.</exception>
    public async ValueTask<IReadOnlyList<IReadOnlyList<object?[]>>> ReadAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        var results = new List<IReadOnlyList<object?[]>>();
        using var batch = pipeline.Batch(_connection);
        try
        {
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                do
                {
                    var rows = new List<object?[]>();
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add(Values(reader));
                    }

                    results.Add(rows);
                }
                while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
            }

            return results;
        }
        catch (Exception e) when (IsOfConnection(e))
        {
            throw Error(e, pipeline);
        }
    }

    /// <summary>Runs COPY … FROM STDIN and sends it pieces of UTF-8 until there are no more.</summary>
    /// <exception cref="ServerError">It failed.</exception>
    public async ValueTask CopyAsync(SqlStatement statement, Func<byte[], int> nextPiece, CancellationToken cancellationToken)
    {
        var step = new PipelineStep(StepKind.Script, new NpgsqlBatchCommand(statement.Text), statement);
        try
        {
            var copy = await _connection.BeginTextImportAsync(statement.Text, cancellationToken).ConfigureAwait(false);
            await using (copy.ConfigureAwait(false))
            {
                try
                {
                    byte[] piece = new byte[CopyPiece];
                    while (nextPiece(piece) is > 0 and int length)
                    {
                        // Past the writer, which would take characters and encode them again in small pieces.
                        await copy.BaseStream.WriteAsync(piece.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                    }
                }
                catch (Exception e) when (e is not NpgsqlException)
                {
                    // Without this, leaving the block would tell the server that the data are complete.
                    await copy.CancelAsync().ConfigureAwait(false);
                    throw;
                }
            }
        }
        catch (Exception e) when (IsOfConnection(e))
        {
            throw new ServerError(e as NpgsqlException ?? new NpgsqlException(e.Message, e), step);
        }
    }

    /// <summary>Rolls back where a transaction is open; nothing where the connection is gone, and the transaction with it.</summary>
    public async ValueTask RollbackAsync()
    {
        if (IsOpen)
        {
            try
            {
                await RunAsync(new Pipeline().Add(StepKind.Plumbing, "ROLLBACK"), CancellationToken.None).ConfigureAwait(false);
            }
            catch (ServerError)
            {
                // The connection broke just now.
            }
        }

        _notices.Clear();
    }

    /// <summary>What the server said besides, since this was asked last.</summary>
    public IReadOnlyList<string> TakeNotices()
    {
        string[] taken = [.. _notices.Select(n => $"{n.Severity}: {n.MessageText}{(n.Hint is null ? "" : " (" + n.Hint + ")")}")];
        _notices.Clear();
        return taken;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static object?[] Values(NpgsqlDataReader reader)
    {
        var values = new object?[reader.FieldCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        }

        return values;
    }

    // A connection that is gone answers with whatever it happens to meet.
    private bool IsOfConnection(Exception e) =>
        e is NpgsqlException || (!IsOpen && e is InvalidOperationException or System.IO.IOException or System.Net.Sockets.SocketException);

    private static ServerError Error(Exception e, Pipeline pipeline) =>
        new(e as NpgsqlException ?? new NpgsqlException(e.Message, e), pipeline.StepOf((e as PostgresException)?.BatchCommand));
}

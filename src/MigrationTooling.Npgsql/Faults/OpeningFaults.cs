using System;
using System.Net.Sockets;
using MigrationTooling.Npgsql.Connections;
using MigrationTooling.Storage;
using Npgsql;

namespace MigrationTooling.Npgsql.Faults;

/// <summary>Why no session could be opened, and what to do about it. The driver's messages name host, user and database, never a password.</summary>
internal static class OpeningFaults
{
    public static DatabaseFaultException? From(Exception error, ServerAddress address) => error switch
    {
        PostgresException refusal => new(Refused(refusal, address), refusal),
        NpgsqlException broken => new(
            new DatabaseFault.CannotOpen(Words(broken), null) { Hint = "See that a server listens there and can be reached: pg_isready -h HOST -p PORT" }, broken),
        SocketException socket => new(
            new DatabaseFault.CannotOpen(socket.Message, null) { Hint = "See that the host's name is right and a server listens there: pg_isready -h HOST -p PORT" }, socket),
        TimeoutException timeout => new(new DatabaseFault.CannotOpen(timeout.Message, null) { Hint = "See that the server can be reached; connect_timeout= gives it longer." }, timeout),
        ArgumentException or InvalidOperationException or NotSupportedException => new(
            new DatabaseFault.CannotOpen(error.Message, null) { Hint = "Mend the address." }, error),
        _ => null,
    };

    private static DatabaseFault.CannotOpen Refused(PostgresException refusal, ServerAddress address) =>
        new(refusal.MessageText, refusal.SqlState) { Hint = Next(refusal, address) };

    private static string Next(PostgresException refusal, ServerAddress address) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => "Give the right password: in the address, in PGPASSWORD or in a passfile (PGPASSFILE).",
        PostgresErrorCodes.InvalidAuthorizationSpecification => $"See that the role {address.User ?? "of this user"} exists and pg_hba.conf lets it in.",
        PostgresErrorCodes.InvalidCatalogName => "Name a database that exists, or make it: createdb NAME",
        PostgresErrorCodes.TooManyConnections => "Wait until connections are free, or raise max_connections.",
        PostgresErrorCodes.CannotConnectNow => "The server starts, stops or recovers; try again in a moment.",
        PostgresErrorCodes.InsufficientPrivilege => "Give this role the right to connect: GRANT CONNECT ON DATABASE NAME TO ROLE",
        PostgresErrorCodes.ProtocolViolation when refusal.MessageText.Contains("startup parameter", StringComparison.Ordinal) =>
            "Take it out of the address, or let the pooler pass over it (PgBouncer: ignore_startup_parameters).",
        _ => "Check the address.",
    };

    private static string Words(NpgsqlException error)
    {
        var inner = error.InnerException;
        return inner is null || error.Message.Contains(inner.Message, StringComparison.Ordinal) ? error.Message.TrimEnd('.') : $"{error.Message.TrimEnd('.')}: {inner.Message.TrimEnd('.')}";
    }
}

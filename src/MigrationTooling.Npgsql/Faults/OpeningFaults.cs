using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
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
        NpgsqlException broken => new(new DatabaseFault.CannotOpen(Words(broken), null) { Hint = Next(broken, address) }, broken),
        SocketException socket => new(
            new DatabaseFault.CannotOpen(socket.Message, null) { Hint = "See that the host's name is right and a server listens there: pg_isready -h HOST -p PORT" }, socket),
        TimeoutException timeout => new(new DatabaseFault.CannotOpen(timeout.Message, null) { Hint = "See that the server can be reached; connect_timeout= gives it longer." }, timeout),
        IOException or UnauthorizedAccessException => new(new DatabaseFault.CannotOpen(error.Message.TrimEnd('.'), null) { Hint = UnreadableFile }, error),
        CryptographicException or ArgumentException { ParamName: "privateKey" } => new(new DatabaseFault.CannotOpen("the client's certificate can't be used with its key", null) { Hint = Key }, error),
        ArgumentException or InvalidOperationException or NotSupportedException => new(
            new DatabaseFault.CannotOpen(error.Message, null) { Hint = "Mend the address." }, error),
        _ => null,
    };

    private const string Listening = "See that a server listens there and can be reached: pg_isready -h HOST -p PORT";
    private const string UnreadableFile = "Name files that are there and that this process may read: sslrootcert=, sslcert= and sslkey=";
    private const string Key = "Give the certificate's own key, as PEM: sslcert=FILE and sslkey=FILE, and sslpassword= where the key is encrypted.";
    private const string Shown = "openssl s_client -starttls postgres -showcerts -connect HOST:PORT shows the certificate.";

    private static string Next(NpgsqlException broken, ServerAddress address) => broken.InnerException switch
    {
        AuthenticationException => Certificate(address.Mode),
        IOException io when broken.Message.Contains("SSL", StringComparison.Ordinal) && io is FileNotFoundException or DirectoryNotFoundException => UnreadableFile,
        UnauthorizedAccessException => UnreadableFile,
        CryptographicException => "Name a file with certificates as PEM: sslrootcert=FILE",
        // The server ends the connection without a word that the driver passes on.
        IOException when address.HasClientCertificate =>
            "See that the server knows the authority that signed the client's certificate (its ssl_ca_file); the server's log says what it refused.",
        AggregateException or null when broken.Message.Contains("suitable host", StringComparison.Ordinal) =>
            "See that one of the hosts listens and is what target_session_attrs asks for: pg_isready -h HOST -p PORT",
        _ when broken.Message.StartsWith("No password", StringComparison.Ordinal) => Password(address),
        _ => Listening,
    };

    private static string Certificate(SslMode mode) => mode switch
    {
        SslMode.VerifyFull =>
            "Name the certificate of the authority that signed the server's: sslrootcert=FILE. If that is right, the server's certificate is made out to another host: "
            + "give the name that stands in it, or sslmode=verify-ca, which does not compare names. " + Shown,
        SslMode.VerifyCA => "Name the certificate of the authority that signed the server's: sslrootcert=FILE. " + Shown,
        _ => "See which certificate the server has. " + Shown,
    };

    private static string Password(ServerAddress address) => address.PassedOverPassfile is { } file
        ? $"The passfile {file} was not read, because others can read it: chmod 0600 {file}"
        : "Give the right password: in the address, in PGPASSWORD or in a passfile (PGPASSFILE).";

    private static DatabaseFault.CannotOpen Refused(PostgresException refusal, ServerAddress address) =>
        new(refusal.MessageText, refusal.SqlState) { Hint = Next(refusal, address) };

    private static string Next(PostgresException refusal, ServerAddress address) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => Password(address),
        PostgresErrorCodes.InvalidAuthorizationSpecification when refusal.MessageText.Contains("client certificate", StringComparison.Ordinal) =>
            $"Give a certificate that is made out to the role {address.User ?? "of this user"}: sslcert=FILE and sslkey=FILE",
        PostgresErrorCodes.InvalidAuthorizationSpecification when address.Mode == SslMode.Disable =>
            "See that pg_hba.conf lets the role in without TLS, or take sslmode=disable out of the address.",
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
        if (inner is AuthenticationException)
        {
            return "the server's certificate was not accepted";
        }

        if (inner is AggregateException { InnerExceptions: var several })
        {
            // The driver points at what it holds inside, and that is one of these for each host.
            return "no host could be used: " + string.Join("; ", several.Select(e => e is NpgsqlException host ? Words(host) : e.Message.TrimEnd('.')));
        }

        return inner is null || error.Message.Contains(inner.Message, StringComparison.Ordinal) ? error.Message.TrimEnd('.') : $"{error.Message.TrimEnd('.')}: {inner.Message.TrimEnd('.')}";
    }
}

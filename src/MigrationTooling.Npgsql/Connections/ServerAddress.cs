using System;
using System.Text;
using Npgsql;

namespace MigrationTooling.Npgsql.Connections;

/// <summary>Where a database is, and how it is connected to. Holds the password, and prints it nowhere.</summary>
internal sealed class ServerAddress
{
    private const int DefaultPort = 5432;
    private const int Buffer = 64 * 1024;

    private ServerAddress(NpgsqlDataSource dataSource, string shown, NpgsqlConnectionStringBuilder settings, string? passedOver)
    {
        DataSource = dataSource;
        Shown = shown;
        User = settings.Username;
        Mode = settings.SslMode;
        HasClientCertificate = (settings.SslCertificate ?? Environment.GetEnvironmentVariable("PGSSLCERT")) is not null;
        PassedOverPassfile = passedOver;
    }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>User, host and database only.</summary>
    public string Shown { get; }

    /// <summary>The user who connects; null where the system's is taken.</summary>
    public string? User { get; }

    /// <summary>What is asked of TLS.</summary>
    public SslMode Mode { get; }

    /// <summary>True where a client's certificate is shown to the server.</summary>
    public bool HasClientCertificate { get; }

    /// <summary>A passfile that is not read, because others can read it too; null for none.</summary>
    public string? PassedOverPassfile { get; }

    /// <summary>Takes a URL or a connection string of the driver.</summary>
    /// <exception cref="ArgumentException">It can't be read; the message holds no secret.</exception>
    public static ServerAddress Parse(string text)
    {
        var settings = PostgresUrl.Is(text) ? PostgresUrl.Read(text) : new NpgsqlConnectionStringBuilder(text);
        string shown = Show(settings);

        // A connection here is one session from its beginning to its end: what a script sets in it, and the locks that it holds, are nobody else's.
        settings.Pooling = false;
        settings.Enlist = false;
        settings.Multiplexing = false;
        settings.MaxAutoPrepare = 0;
        settings.CommandTimeout = 0;
        settings.IncludeErrorDetail = true;
        settings.IncludeFailedBatchedCommand = true;
        settings.PersistSecurityInfo = false;
        // The two connections of a run belong to one server.
        settings.LoadBalanceHosts = false;
        string? passedOver = Passfile.PassOver(settings);
        if (settings.GssEncryptionMode == GssEncryptionMode.Prefer)
        {
            // Kerberos is not compiled in: the driver would connect, find that out, and connect again.
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        // Scripts are large texts, and a history is a thousand rows: with the driver's 8 KiB, each would be dozens of system calls.
        settings.WriteBufferSize = Math.Max(settings.WriteBufferSize, Buffer);
        settings.ReadBufferSize = Math.Max(settings.ReadBufferSize, Buffer);
        // A Unix socket refuses TCP's options.
        if (!IsSocket(settings.Host) && !settings.TcpKeepAlive && settings.KeepAlive == 0 && settings.TcpKeepAliveTime == 0)
        {
            settings.TcpKeepAlive = true;
            settings.TcpKeepAliveTime = 30;
            settings.TcpKeepAliveInterval = 10;
        }

        // The driver takes this for several hosts only, and in a place of its own.
        var attributes = settings.TargetSessionAttributes is { Length: > 0 } given ? TargetAttributes(given) : TargetSessionAttributes.Any;
        settings.Remove("Target Session Attributes");
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableTransportSecurity();
        // Values go in and out as text, numbers and bytes; asking the server for all of its types would cost a round trip and 100 ms.
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        return new ServerAddress(
            attributes == TargetSessionAttributes.Any ? builder.Build() : builder.BuildMultiHost().WithTargetSession(attributes), shown, settings, passedOver);
    }

    private static TargetSessionAttributes TargetAttributes(string word) => word switch
    {
        "any" => TargetSessionAttributes.Any,
        "primary" => TargetSessionAttributes.Primary,
        "standby" => TargetSessionAttributes.Standby,
        "prefer-primary" => TargetSessionAttributes.PreferPrimary,
        "prefer-standby" => TargetSessionAttributes.PreferStandby,
        "read-write" => TargetSessionAttributes.ReadWrite,
        "read-only" => TargetSessionAttributes.ReadOnly,
        _ => throw new ArgumentException("target_session_attrs is any, primary, standby, prefer-primary, prefer-standby, read-write or read-only"),
    };

    private static bool IsSocket(string? host) => host is ['/' or '@', ..];

    private static string Show(NpgsqlConnectionStringBuilder settings)
    {
        var shown = new StringBuilder("postgresql://");
        if (settings.Username is { Length: > 0 } user)
        {
            shown.Append(user).Append('@');
        }

        string host = settings.Host ?? "localhost";
        bool isSocket = IsSocket(host);
        if (!isSocket)
        {
            shown.Append(host);
            if (settings.Port != DefaultPort)
            {
                shown.Append(':').Append(settings.Port);
            }
        }

        shown.Append('/').Append(settings.Database ?? settings.Username);
        return isSocket ? shown.Append("?host=").Append(host).Append(settings.Port != DefaultPort ? $"&port={settings.Port}" : "").ToString() : shown.ToString();
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using Npgsql;

namespace MigrationTooling.Npgsql.Connections;

/// <summary>
/// Reads <c>postgresql://user:password@host:port/database?parameters</c> as libpq does. No message repeats the text it complains about,
/// because that text may hold a password.
/// </summary>
internal static class PostgresUrl
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    /// <summary>libpq's parameters by the driver's names; the driver's own names are taken as well.</summary>
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application_name"] = "Application Name",
        ["channel_binding"] = "Channel Binding",
        ["client_encoding"] = "Client Encoding",
        ["connect_timeout"] = "Timeout",
        ["dbname"] = "Database",
        ["gssencmode"] = "GSS Encryption Mode",
        ["host"] = "Host",
        ["krbsrvname"] = "Kerberos Service Name",
        ["options"] = "Options",
        ["passfile"] = "Passfile",
        ["password"] = "Password",
        ["port"] = "Port",
        ["require_auth"] = "Require Auth",
        ["search_path"] = "Search Path",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["target_session_attrs"] = "Target Session Attributes",
        ["user"] = "Username",
    };

    /// <summary>libpq's parameters that the driver has nothing for.</summary>
    private static readonly HashSet<string> NotOffered = new(StringComparer.OrdinalIgnoreCase)
    {
        "fallback_application_name", "gssdelegation", "gsslib", "hostaddr", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "load_balance_hosts",
        "replication", "requirepeer", "service", "servicefile", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcertmode", "sslcompression", "sslcrl", "sslcrldir",
        "sslsni", "tcp_user_timeout",
    };

    public static bool Is(string text) => Schemes.Any(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="ArgumentException">It can't be read.</exception>
    public static NpgsqlConnectionStringBuilder Read(string url)
    {
        string rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        int query = rest.IndexOf('?', StringComparison.Ordinal);
        string parameters = query < 0 ? "" : rest[(query + 1)..];
        rest = query < 0 ? rest : rest[..query];

        var builder = new NpgsqlConnectionStringBuilder { Host = "localhost" };
        int at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            User(builder, rest[..at]);
            rest = rest[(at + 1)..];
        }

        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        Hosts(builder, slash < 0 ? rest : rest[..slash]);
        if (slash >= 0 && slash + 1 < rest.Length)
        {
            builder.Database = Uri.UnescapeDataString(rest[(slash + 1)..]);
        }

        foreach (string parameter in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new ArgumentException("a parameter of the PostgreSQL URL has no '='; behind '?' stands name=value&name=value");
            }

            Set(builder, Uri.UnescapeDataString(parameter[..equals]), Uri.UnescapeDataString(parameter[(equals + 1)..]));
        }

        return builder;
    }

    private static void User(NpgsqlConnectionStringBuilder builder, string userInfo)
    {
        int colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        string user = Uri.UnescapeDataString(colon < 0 ? userInfo : userInfo[..colon]);
        if (user.Length > 0)
        {
            builder.Username = user;
        }

        if (colon >= 0)
        {
            builder.Password = Uri.UnescapeDataString(userInfo[(colon + 1)..]);
        }
    }

    private static void Hosts(NpgsqlConnectionStringBuilder builder, string hosts)
    {
        if (hosts.Length == 0)
        {
            return;
        }

        // The driver writes an IPv6 address without brackets where the port stands elsewhere.
        if (!hosts.Contains(',', StringComparison.Ordinal) && Port(hosts) is { } port)
        {
            builder.Port = port;
            hosts = hosts[..hosts.LastIndexOf(':')];
        }

        builder.Host = Uri.UnescapeDataString(hosts is ['[', .., ']'] && !hosts.Contains(',', StringComparison.Ordinal) ? hosts[1..^1] : hosts);
    }

    private static int? Port(string host)
    {
        int colon = host.LastIndexOf(':');
        if (colon < 0 || host.EndsWith(']'))
        {
            return null;
        }

        return int.TryParse(host.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int port)
            ? port
            : throw new ArgumentException("the port of the PostgreSQL URL is no number; write postgresql://user@host:5432/database");
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        if (NotOffered.Contains(name))
        {
            throw new ArgumentException($"'{name}' is a parameter of libpq that is not offered here; take it out");
        }

        string key = Parameters.GetValueOrDefault(name, name);
        // verify-ca and its like are written without the hyphen there.
        string word = key is "SSL Mode" or "Target Session Attributes" ? value.Replace("-", key == "SSL Mode" ? "" : "-", StringComparison.Ordinal) : value;
        try
        {
            builder[key] = word;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            throw new ArgumentException($"'{name}' is no parameter of a PostgreSQL URL, or not with this value");
        }
    }
}

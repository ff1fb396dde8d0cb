using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MigrationTooling.Postgres.Tests;

/// <summary>
/// The real PgBouncer before the test server: a process of its own with its files in a temporary directory, on a free port of the loopback.
/// A machine without it fails, loudly: nothing is skipped. It ends with the test, or with the process that runs the tests.
/// </summary>
public sealed class PgBouncer : IDisposable
{
    private const string Account = "postgres";
    private const string Debian = "/usr/sbin";

    // Its input ends when the tests do, even where they are killed.
    private const string Supervisor =
        """
        trap '' INT TERM HUP
        directory=$1
        shift
        "$@" >"$directory/output" 2>&1 </dev/null &
        pooler=$!
        read -r _
        kill -TERM $pooler 2>/dev/null
        wait $pooler
        rm -rf "$directory"
        """;

    private readonly Process _supervisor;
    private readonly string _database;
    private readonly string _server;

    /// <summary>Starts one before a database.</summary>
    /// <param name="mode"><c>session</c>, <c>transaction</c> or <c>statement</c>.</param>
    /// <param name="database">Which.</param>
    /// <param name="settings">Further lines of its configuration.</param>
    public PgBouncer(string mode, PostgresDatabase database, params string[] settings)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database.Name;
        _server = database.ConnectionString;
        string program = Program();
        string directory = Directory.CreateTempSubdirectory("migratetest-bouncer-").FullName;
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        Port = FreePort();
        File.WriteAllText(Path.Combine(directory, "users"), $"\"{server.Username}\" \"{server.Password}\"\n");
        File.WriteAllLines(
            Path.Combine(directory, "pgbouncer.ini"),
            [
                "[databases]", $"* = host={server.Host} port={server.Port.ToString(CultureInfo.InvariantCulture)}",
                "[pgbouncer]", "listen_addr = 127.0.0.1", $"listen_port = {Port.ToString(CultureInfo.InvariantCulture)}", "unix_socket_dir =",
                "auth_type = scram-sha-256", $"auth_file = {directory}/users", $"pool_mode = {mode}", "max_client_conn = 200", "default_pool_size = 40", .. settings,
            ]);
        bool isRoot = Environment.UserName == "root";
        string[] asAccount = isRoot ? ["--reuid", Account, "--regid", Account, "--clear-groups"] : [];
        if (isRoot)
        {
            using var chown = Process.Start("chown", ["-R", Account, directory]);
            chown.WaitForExit();
        }

        _supervisor = Supervised(["-c", Supervisor, "sh", directory, "setpriv", .. asAccount, "--pdeathsig", "TERM", program, Path.Combine(directory, "pgbouncer.ini")]);
        WaitUntilItListens(directory);
    }

    public int Port { get; }

    /// <summary>The way through it.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { Host = "127.0.0.1", Port = Port, SslMode = SslMode.Disable }.ConnectionString;

    /// <summary>The same as a URL.</summary>
    public string Url
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            return string.Create(
                CultureInfo.InvariantCulture, $"postgresql://{parts.Username}:{Uri.EscapeDataString(parts.Password ?? "")}@127.0.0.1:{Port}/{_database}?sslmode=disable");
        }
    }

    public void Dispose()
    {
        _supervisor.StandardInput.Close();
        _supervisor.WaitForExit();
        _supervisor.Dispose();
    }

    private static string Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append(Debian).Select(f => Path.Combine(f, "pgbouncer")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("These tests need PgBouncer, and it is not here. Install it (Debian: apt-get install pgbouncer; build/test.sh does).");

    private static Process Supervised(string[] arguments)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private void WaitUntilItListens(string directory)
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                if (_supervisor.HasExited || began.Elapsed > TimeSpan.FromMinutes(1))
                {
                    string output = Path.Combine(directory, "output");
                    throw new InvalidOperationException("PgBouncer did not start: " + (File.Exists(output) ? File.ReadAllText(output) : ""));
                }
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

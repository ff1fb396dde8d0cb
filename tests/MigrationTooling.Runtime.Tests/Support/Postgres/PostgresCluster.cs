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
/// A private PostgreSQL server: a fresh cluster in a temporary directory, on a free port of the loopback and a Unix socket. Its supervisor
/// waits for the end of this process, however that comes, stops the server and removes the files. A machine without the server's programs fails, loudly: nothing is skipped.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    public const string User = "tester";
    public const string Password = "geheim";

    private const string Account = "postgres";
    private readonly string _directory;
    private readonly Process _supervisor;

    private PostgresCluster(string directory, Process supervisor, int processId, int port)
    {
        _directory = directory;
        _supervisor = supervisor;
        ProcessId = processId;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The process of the server.</summary>
    public int ProcessId { get; private set; }

    /// <summary>The directory of the Unix socket.</summary>
    public string SocketDirectory => _directory;

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Password = Password,
        Database = "postgres",
    }.ConnectionString;

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="isDurable">False: nothing is flushed to disk, which no test but those of durability needs.</param>
    /// <param name="settings">Further lines of its configuration.</param>
    public static PostgresCluster Start(bool isDurable = false, params string[] settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string programs = Programs();
        string directory = NewDirectory(), data = Path.Combine(directory, "data"), password = Path.Combine(directory, "password");
        File.WriteAllText(password, Password);
        GiveToServer(password);
        Run(
            "setpriv",
            [.. AsAccount, Path.Combine(programs, "initdb"), "--pgdata", data, "--username", User, "--pwfile", password, "--auth-local", "trust",
                "--auth-host", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
        int port = FreePort();
        File.WriteAllText(
            Path.Combine(data, "postgresql.auto.conf"),
            $"""
            port = {port}
            listen_addresses = '127.0.0.1'
            unix_socket_directories = '{directory}'
            max_connections = 200
            max_prepared_transactions = 10
            logging_collector = off
            autovacuum = off
            {(isDurable ? "" : "fsync = off\nsynchronous_commit = off\nfull_page_writes = off")}
            {string.Join('\n', settings)}
            """);
        return Started(programs, directory, port);
    }

    private static PostgresCluster Started(string programs, string directory, int port)
    {
        var supervisor = Supervised(programs, directory, port);
        string? answer = supervisor.StandardOutput.ReadLine();
        return int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
            ? new PostgresCluster(directory, supervisor, processId, port)
            : throw new InvalidOperationException("The test server did not start: " + answer + supervisor.StandardOutput.ReadToEnd());
    }

    /// <summary>A hot standby with this server's databases as they are now: it can be read, and takes no writes.</summary>
    public PostgresCluster StartStandby()
    {
        string programs = Programs(), directory = NewDirectory(), data = Path.Combine(directory, "data");
        Run(
            "setpriv",
            [.. AsAccount, Path.Combine(programs, "pg_basebackup"), "--pgdata", data, "--host", SocketDirectory, "--port", Port.ToString(CultureInfo.InvariantCulture),
                "--username", User, "--checkpoint", "fast", "--wal-method", "stream", "--no-sync"]);
        int port = FreePort();
        File.AppendAllText(Path.Combine(data, "postgresql.auto.conf"), $"\nport = {port}\nunix_socket_directories = '{directory}'\n");
        File.WriteAllText(Path.Combine(data, "standby.signal"), "");
        return Started(programs, directory, port);
    }

    /// <summary>Stops the server as <c>pg_ctl stop -m immediate</c> does, every session with it, and starts it again, which recovers what was committed.</summary>
    public void Restart()
    {
        _supervisor.StandardInput.WriteLine("restart");
        ProcessId = int.TryParse(_supervisor.StandardOutput.ReadLine(), NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
            ? processId
            : throw new InvalidOperationException("The test server did not start again: " + _supervisor.StandardOutput.ReadToEnd());
    }

    /// <summary>Stops the server without a checkpoint (what is in it is thrown away) and removes its files.</summary>
    public void Dispose()
    {
        if (!_supervisor.HasExited)
        {
            _supervisor.StandardInput.Close();
            _supervisor.WaitForExit();
        }

        _supervisor.Dispose();
    }

    private const string Prefix = "migratetest-pg-";

    private static bool IsRoot => Environment.UserName == "root";

    // Its input ends when the tests do, even where they are killed; Ctrl+C at the terminal, which all of them get, must not end it first.
    private const string Supervisor =
        """
        trap '' INT TERM HUP
        directory=$1 ready=$2
        shift 2
        start() {
            "$@" >>"$directory/log" 2>&1 </dev/null &
            server=$!
            until "$ready" --quiet --host "$directory" || ! kill -0 $server 2>/dev/null; do sleep 0.05; done
            if kill -0 $server 2>/dev/null; then echo $server; else cat "$directory/log"; return 1; fi
        }
        start "$@" && while read -r order; do
            kill -QUIT $server
            wait $server
            start "$@" || break
        done
        kill -QUIT $server 2>/dev/null
        wait $server
        rm -rf "$directory"
        """;

    /// <summary>The server refuses root, so it runs as the account that its package makes.</summary>
    private static string[] AsAccount => IsRoot ? ["--reuid", Account, "--regid", Account, "--clear-groups"] : [];

    /// <summary>Makes the account that the server runs as the owner of a file or directory.</summary>
    public static void GiveToServer(string path)
    {
        if (IsRoot)
        {
            Run("chown", [Account, path]);
        }
    }

    private static string NewDirectory()
    {
        string directory = Directory.CreateTempSubdirectory(Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "-").FullName;
        GiveToServer(directory);
        return directory;
    }

    private static string Programs()
    {
        const string Debian = "/usr/lib/postgresql";
        string[] folders = Directory.Exists(Debian)
            ? [.. Directory.GetDirectories(Debian).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out int version) ? version : 0).Select(d => Path.Combine(d, "bin"))]
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "postgres")))
            ?? throw new InvalidOperationException(
                "These tests need a PostgreSQL server, and none is here. Install it (Debian: apt-get install postgresql; build/test.sh does), or name one: MIGRATE_TEST_POSTGRES=Host=…;Username=…;Password=…");
    }

    private static Process Supervised(string programs, string directory, int port)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])
            ["-c", Supervisor, "sh", directory, Path.Combine(programs, "pg_isready"), "setpriv", .. AsAccount, "--pdeathsig", "QUIT",
                Path.Combine(programs, "postgres"), "-D", Path.Combine(directory, "data")])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PGPORT"] = port.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} exited with {process.ExitCode}: {output.Result}{error}");
        }
    }
}

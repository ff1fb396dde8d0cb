using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>What becomes of a message.</summary>
internal enum Passing
{
    /// <summary>It is passed on.</summary>
    On = 0,

    /// <summary>The connection is cut, the message is lost.</summary>
    CutBefore = 1,

    /// <summary>The message is passed on, and then the connection is cut.</summary>
    CutAfter = 2,
}

/// <summary>
/// Stands between the tool and the server, reads their protocol and asks the test at every message what becomes of it. A message is held
/// for as long as the test thinks.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly Func<WireMessage, RelayedSession, ValueTask<Passing>> _meets;
    private readonly List<WireMessage> _seen = [];
    private readonly List<RelayedSession> _sessions = [];
    private readonly Dictionary<(int Session, bool IsFromClient), int> _numbers = [];
    private readonly Task _accepting;

    public Relay(string host, int port, Func<WireMessage, RelayedSession, ValueTask<Passing>> meets)
    {
        (_host, _port, _meets) = (host, port, meets);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The messages so far.</summary>
    public IReadOnlyList<WireMessage> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>The connections so far.</summary>
    public IReadOnlyList<RelayedSession> Sessions
    {
        get
        {
            lock (_seen)
            {
                return [.. _sessions];
            }
        }
    }

    public ValueTask<Passing> MeetAsync(RelayedSession session, int number, bool isFromClient, char type, string text)
    {
        WireMessage message;
        lock (_seen)
        {
            message = new WireMessage(number, isFromClient, _numbers[(number, isFromClient)] = _numbers.GetValueOrDefault((number, isFromClient)) + 1, type, text);
            _seen.Add(message);
        }

        return _meets(message, session);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var session in Sessions)
        {
            session.Cut();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                await RelayAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(_host, _port, CancellationToken.None);
        }
        catch (SocketException)
        {
            // No server there: the client is told the same by a closed connection.
            client.Dispose();
            server.Dispose();
            return;
        }

        RelayedSession session;
        lock (_seen)
        {
            session = new RelayedSession(this, _sessions.Count, client, server);
            _sessions.Add(session);
        }

        _ = session.RunAsync();
    }
}

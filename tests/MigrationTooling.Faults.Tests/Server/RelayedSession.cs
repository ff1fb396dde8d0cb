using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>One connection through the relay: both directions, message by message.</summary>
internal sealed class RelayedSession(Relay relay, int number, TcpClient client, TcpClient server) : IDisposable
{
    private readonly NetworkStream _client = client.GetStream();
    private readonly NetworkStream _server = server.GetStream();
    private readonly Dictionary<string, string> _prepared = []; // by name
    private string _statement = "";
    private volatile bool _isCut;

    /// <summary>The server's process for this connection; 0 before it is known.</summary>
    public int ServerProcess { get; private set; }

    /// <summary>True: the server is not told that the client is gone, as when a host dies or a cable is pulled.</summary>
    public bool IsHalfOpen { get; set; }

    public async Task RunAsync()
    {
        await Task.WhenAll(PumpAsync(isFromClient: true), PumpAsync(isFromClient: false));
        if (!IsHalfOpen)
        {
            Dispose();
        }
    }

    /// <summary>Both ends lose their connection at once.</summary>
    public void Cut()
    {
        _isCut = true;
        Dispose();
    }

    /// <summary>The client loses its connection, and the server is not told.</summary>
    public void CutClient()
    {
        IsHalfOpen = true;
        client.Dispose();
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private async Task PumpAsync(bool isFromClient)
    {
        var (from, to) = isFromClient ? (_client, _server) : (_server, _client);
        try
        {
            for (bool isFirst = isFromClient; ; isFirst = false)
            {
                await PassAsync(from, to, isFromClient, isFirst);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // One side is gone. What it had said is passed on already; then the other is told, and what that still says is read to its end.
            if (!_isCut && !(isFromClient && IsHalfOpen))
            {
                await EndAsync(from, to);
            }
        }
    }

    private static async Task EndAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            to.Socket.Shutdown(SocketShutdown.Send);
            await from.CopyToAsync(Stream.Null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // Gone as well.
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, bool isFromClient, bool isFirst)
    {
        int header = isFirst ? 4 : 5;
        byte[] message = new byte[header];
        await from.ReadExactlyAsync(message);
        int length = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(header - 4)) + header - 4;
        Array.Resize(ref message, length);
        await from.ReadExactlyAsync(message.AsMemory(header));
        char type = isFirst ? WireMessage.Startup : (char)message[0];
        if (!isFromClient && type == WireMessage.KeyData)
        {
            ServerProcess = WireMessage.ProcessOf(message.AsSpan(header));
        }

        var passing = await relay.MeetAsync(this, number, isFromClient, type, Text(isFromClient, type, message.AsSpan(header)));
        if (passing != Passing.CutBefore)
        {
            await to.WriteAsync(message, CancellationToken.None);
        }

        if (passing != Passing.On)
        {
            Cut();
        }
    }

    private string Text(bool isFromClient, char type, ReadOnlySpan<byte> body)
    {
        string text = WireMessage.TextOf(isFromClient, type, body);
        if (!isFromClient)
        {
            return text;
        }

        if (type == WireMessage.Parse)
        {
            _prepared[WireMessage.NameOf(type, body)] = text;
        }

        return _statement = type switch
        {
            WireMessage.Parse or WireMessage.Query => text,
            WireMessage.Bind => _prepared[WireMessage.NameOf(type, body)],
            WireMessage.Sync => "",
            _ => _statement,
        };
    }
}

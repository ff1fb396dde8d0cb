using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace MigrationTooling.Postgres.Tests;

/// <summary>Stands between a client and the server. Armed, it lets the client's bytes through up to those that hold a word, waits for the server's answer to them, and cuts the line instead of passing it on.</summary>
public sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private string? _word;

    public CuttingProxy(string host, int port)
    {
        _host = host;
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the first line on which a client sends the word.</summary>
    public void CutAfter(string word) => _word = word;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(_host, _port);
            bool isCut = false;
            var up = ForwardAsync(client.GetStream(), server.GetStream(), bytes =>
            {
                if (_word is { } word && Encoding.UTF8.GetString(bytes.Span).Contains(word, StringComparison.Ordinal) && Interlocked.Exchange(ref _word, null) is not null)
                {
                    Volatile.Write(ref isCut, true);
                }

                return true;
            });
            var down = ForwardAsync(server.GetStream(), client.GetStream(), _ => !Volatile.Read(ref isCut));
            await Task.WhenAny(up, down);
        }
    }

    private static async Task ForwardAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, bool> passes)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0 && passes(buffer.AsMemory(0, read)))
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is System.IO.IOException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }
}

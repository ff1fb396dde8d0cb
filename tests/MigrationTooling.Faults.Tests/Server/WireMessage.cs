using System;
using System.Buffers.Binary;
using System.Text;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>One message of PostgreSQL's protocol on its way.</summary>
/// <param name="Session">Which connection of the run, from 0.</param>
/// <param name="IsFromClient">True from the tool to the server.</param>
/// <param name="Number">Which message of this connection in this direction, from 1: what another connection asks meanwhile moves no place.</param>
/// <param name="Type">Its letter; <c>0</c> for the first of a connection, which has none.</param>
/// <param name="Text">From the client, the statement it belongs to; from the server, what it did.</param>
internal sealed record WireMessage(int Session, bool IsFromClient, int Number, char Type, string Text)
{
    public const char Startup = '0', Parse = 'P', Bind = 'B', Describe = 'D', Execute = 'E', Sync = 'S', Query = 'Q', CommandComplete = 'C', KeyData = 'K', CopyData = 'd';

    /// <summary>Where it stands in a run, the same in each run of the same project.</summary>
    public string Place => $"session {Session} {(IsFromClient ? "to" : "from")} the server #{Number} {Type} {Text}";

    /// <summary>The statement of a Parse or Query, or what a CommandComplete says; empty for the others.</summary>
    public static string TextOf(bool isFromClient, char type, ReadOnlySpan<byte> body) => (isFromClient, type) switch
    {
        (true, Parse) => String(body[(body.IndexOf((byte)0) + 1)..]),
        (true, Query) or (false, CommandComplete) => String(body),
        _ => "",
    };

    /// <summary>The name of the statement in a Parse or a Bind; empty for the one without a name.</summary>
    public static string NameOf(char type, ReadOnlySpan<byte> body) => String(type == Bind ? body[(body.IndexOf((byte)0) + 1)..] : body);

    /// <summary>The server process that a KeyData tells.</summary>
    public static int ProcessOf(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt32BigEndian(body);

    private static string String(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).ReplaceLineEndings(" ");
    }
}

using System;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Native;

/// <summary>SQLite said no. Stays inside this assembly: the sessions turn it into a fault of the storage contract.</summary>
internal sealed class SqliteError : Exception
{
    public SqliteError(int code, string message)
        : base(message) => Code = code;

    /// <summary>The extended result code.</summary>
    public int Code { get; }

    /// <summary>The result code without its extension.</summary>
    public int PrimaryCode => Code & 0xff;

    /// <summary>True where another connection is in the way and waiting may help.</summary>
    public bool IsBusy => PrimaryCode == raw.SQLITE_BUSY;

    /// <summary>True where the statement was interrupted on our own demand.</summary>
    public bool IsInterrupt => PrimaryCode == raw.SQLITE_INTERRUPT;

    /// <summary>The code's name, e.g. <c>SQLITE_CONSTRAINT_UNIQUE</c>.</summary>
    public string Name => SqliteCodes.Name(Code);
}

using System;
using System.IO;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>A script that could be read when it was planned, and can't be any more.</summary>
internal static class ScriptFault
{
    public static bool IsOfReading(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static DatabaseFault Of(Exception exception) =>
        new DatabaseFault.Other($"The script can't be read: {exception.Message}", null) { Remedy = "Put the script back, and let this user read it" };
}

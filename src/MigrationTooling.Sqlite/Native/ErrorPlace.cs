using System;
using System.Runtime.InteropServices;
using System.Text;
using SQLitePCL;

namespace MigrationTooling.Sqlite.Native;

/// <summary>Finds where in a statement an error lies: asks SQLite where it can tell (3.38 and later), else looks for the word it names.</summary>
internal static class ErrorPlace
{
    private static readonly Lazy<IntPtr> OffsetFunction = new(() =>
        SqliteLibrary.Handle != IntPtr.Zero && NativeLibrary.TryGetExport(SqliteLibrary.Handle, "sqlite3_error_offset", out var function) ? function : IntPtr.Zero);

    /// <summary>The UTF-16 offset in the statement's text; null where nothing points anywhere.</summary>
    public static int? Find(SqliteDatabase database, SqliteError error, string text, ReadOnlySpan<byte> sql)
    {
        if (error.PrimaryCode != raw.SQLITE_ERROR)
        {
            return null;
        }

        int bytes = Offset(database.Handle);
        return bytes >= 0 && bytes < sql.Length ? Encoding.UTF8.GetCharCount(sql[..bytes]) : NamedWord(database.Handle, error.Message, text, sql);
    }

    private static unsafe int Offset(sqlite3 handle)
    {
        var function = OffsetFunction.Value;
        return function == IntPtr.Zero ? -1 : ((delegate* unmanaged[Cdecl]<IntPtr, int>)function)(handle.DangerousGetHandle());
    }

    private static int? NamedWord(sqlite3 handle, string message, string text, ReadOnlySpan<byte> sql)
    {
        bool syntax = message.StartsWith("near \"", StringComparison.Ordinal) || message.StartsWith("unrecognized token: \"", StringComparison.Ordinal);
        string? word = syntax ? Between(message, "\"", "\"")
            : Between(message, "no such ", "") is { } missing ? Between(missing, ": ", "")?.Split('.')[^1]
            : Between(message, "no column named ", "") ?? Between(message, "duplicate column name: ", "") ?? Between(message, " ", " already exists");
        if (string.IsNullOrEmpty(word))
        {
            return null;
        }

        int at = -1;
        while ((at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            if (IsWhole(text, at, word.Length) && (!syntax || IsWhereParsingStops(handle, message, text, at + word.Length, sql)))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>What stands between the first and the last of two marks; null where they are not there.</summary>
    private static string? Between(string text, string before, string after)
    {
        int start = text.IndexOf(before, StringComparison.Ordinal);
        int end = text.LastIndexOf(after, StringComparison.Ordinal);
        return start >= 0 && end >= start + before.Length ? text[(start + before.Length)..end] : null;
    }

    // Cut behind the word that stops the parser, the text gives the same error; cut behind an earlier one, it is incomplete.
    private static bool IsWhereParsingStops(sqlite3 handle, string message, string text, int end, ReadOnlySpan<byte> sql)
    {
        int bytes = Encoding.UTF8.GetByteCount(text.AsSpan(0, end));
        raw.sqlite3_prepare_v2(handle, sql[..bytes], out sqlite3_stmt prepared, out _);
        using (prepared)
        {
            return raw.sqlite3_errmsg(handle).utf8_to_string() == message;
        }
    }

    private static bool IsWhole(string text, int at, int length) =>
        !(IsWord(text[at]) && at > 0 && IsWord(text[at - 1]))
        && !(IsWord(text[at + length - 1]) && at + length < text.Length && IsWord(text[at + length]));

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}

using System;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Sql;
using MigrationTooling.Storage;
using MigrationTooling.Text;

namespace MigrationTooling.Execution;

/// <summary>Finds in a script's file the line and column of COPY data that the database points to. The script is read once more: its data were streamed and are not kept.</summary>
internal static class CopyPlace
{
    /// <summary>The place; null where the fault is of no data, or the file does not have them any more.</summary>
    public static TextPlace? Of(DatabaseFault fault, MigrationScript script, Dialect dialect)
    {
        if (fault is not DatabaseFault.Statement { Data: { } data, Failed: var failed })
        {
            return null;
        }

        try
        {
            using var reader = new StatementReader(script.OpenText(), dialect, script.Start);
            while (reader.TryRead(out var statement))
            {
                if (statement.Place == failed.Place)
                {
                    return Find(reader, failed, data);
                }
            }
        }
        catch (Exception e) when (ScriptFault.IsOfReading(e))
        {
            // Gone meanwhile; the statement's own place remains.
        }

        return null;
    }

    private static TextPlace? Find(StatementReader reader, SqlStatement copy, DatabaseFault.CopyData data)
    {
        var format = CopyFormat.Of(copy.Text);
        var rows = new CopyRows(reader, format);
        while (rows.Read())
        {
            if (rows.Number >= data.Line)
            {
                return In(rows, FieldIn(rows.Text, format, copy.Text, data));
            }
        }

        return null;
    }

    private static TextPlace In(CopyRows row, int offset)
    {
        string before = row.Text[..offset];
        int lines = before.Count(c => c == '\n');
        return lines == 0 ? new TextPlace(row.Place.Line, row.Place.Column + offset) : new TextPlace(row.Place.Line + lines, offset - before.LastIndexOf('\n'));
    }

    /// <summary>Where the column begins in the row, from 0: by the statement's list of columns, else by the value that the database repeats, if it stands there once.</summary>
    private static int FieldIn(string row, CopyFormat format, string copy, DatabaseFault.CopyData data)
    {
        if (data.Column is null)
        {
            return 0;
        }

        var fields = CopyFields.Of(row, format);
        int index = Array.IndexOf(Columns(copy), data.Column);
        if (index < 0 && data.Value is { } value && fields.Count(f => f.Value == value) == 1)
        {
            index = fields.TakeWhile(f => f.Value != value).Count();
        }

        return index < 0 || index >= fields.Count ? 0 : fields[index].Start;
    }

    // COPY table (a, "b") FROM stdin: what stands in the first parentheses before FROM.
    private static string[] Columns(string copy)
    {
        int open = copy.IndexOf('('), close = copy.IndexOf(')'), from = copy.LastIndexOf("FROM", StringComparison.OrdinalIgnoreCase);
        return open < 0 || close < open || from < close
            ? []
            : [.. copy[(open + 1)..close].Split(',').Select(c => c.Trim()).Select(c => c is ['"', .., '"'] ? c[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : c.ToLowerInvariant())];
    }
}

using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using Spectre.Console;
using Cell = Spectre.Console.Text;

namespace MigrationTooling.Cli.Rendering;

/// <summary>A table without rules, whose lines are never cut where they are redirected.</summary>
internal static class PlainTable
{
    public static string Render(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows, TerminalStyle style)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (string header in headers)
        {
            table.AddColumn(new TableColumn(new Cell(header, new Style(decoration: Decoration.Dim))).PadLeft(0).PadRight(2));
        }

        if (style.Width is null)
        {
            table.Columns.ToList().ForEach(column => column.NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Cell(cell)));
        }

        using var text = new StringWriter { NewLine = "\n" };
        PlainConsole.Create(text, style).Write(table);
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}

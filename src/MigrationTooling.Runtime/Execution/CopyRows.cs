using System.Text;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Execution;

/// <summary>
/// The rows of COPY data, which may have several lines, each with the number that the server gives it. It counts rows, and the line feeds in
/// quotes too, but for those of the first row: only at its end it knows what a line ends with. So the number is the row's last line's,
/// less the lines that the first row has more than one; and of data as text, where a line feed can stand behind a backslash, the row's own.
/// </summary>
internal sealed class CopyRows(StatementReader reader, CopyFormat format)
{
    private readonly StringBuilder _text = new();

    /// <summary>The server's number of the row read last.</summary>
    public int Number { get; private set; }

    /// <summary>Where it begins in the file.</summary>
    public TextPlace Place { get; private set; }

    /// <summary>Its text, without the line feed at its end.</summary>
    public string Text => _text.ToString();

    /// <summary>Reads the next row; false at the end of the data.</summary>
    public bool Read()
    {
        bool isFirst = Number == 0;
        var quotes = new CopyQuotes(format);
        _text.Clear();
        while (reader.ReadCopyLine() is { } line)
        {
            if (_text.Length == 0)
            {
                Number++;
                Place = reader.CopyLinePlace;
            }

            _text.Append(line);
            if (!GoesOn(line, quotes, isFirst))
            {
                break;
            }
        }

        if (_text.Length > 0 && _text[^1] == '\n')
        {
            _text.Length--;
            return true;
        }

        return _text.Length > 0;
    }

    private bool GoesOn(string line, CopyQuotes quotes, bool isFirst)
    {
        bool isPart = false;
        foreach (char character in line)
        {
            isPart = quotes.Take(character);
            if (isPart && format.IsCsv && character == (isFirst ? '\r' : '\n'))
            {
                Number++;
            }
        }

        return isPart && line[^1] == '\n';
    }
}

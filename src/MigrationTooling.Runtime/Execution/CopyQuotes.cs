namespace MigrationTooling.Execution;

/// <summary>Tells of each character of COPY data whether it is only a part of a field, as the server does: in quotes, or behind a backslash.</summary>
internal sealed class CopyQuotes(CopyFormat format)
{
    private readonly char? _escape = format.Escape == format.Quote ? null : format.Escape;
    private bool _isEscaped;

    /// <summary>Whether a quote is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Takes the next character; whether it is part of a field whatever it is.</summary>
    public bool Take(char character)
    {
        if (!format.IsCsv)
        {
            bool wasEscaped = _isEscaped;
            _isEscaped = !wasEscaped && character == '\\';
            return wasEscaped;
        }

        bool isEscape = IsOpen && character == _escape;
        if (character == format.Quote && !_isEscaped)
        {
            IsOpen = !IsOpen;
        }

        _isEscaped = isEscape && !_isEscaped;
        return IsOpen;
    }
}

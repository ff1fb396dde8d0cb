using System;
using System.IO;
using System.Text;
using System.Threading;
using MigrationTooling.Cli.Input;

namespace MigrationTooling.Cli.Hosting;

/// <summary>
/// The two streams of the process. Standard output carries the result and nothing else; standard error carries progress,
/// warnings and failures. Every line passes the secret mask. On a terminal standard error may end in a living line, which everything
/// else that is written wipes away first.
/// </summary>
internal sealed class Terminal(TextWriter output, TextWriter error, SecretMask mask, TerminalStyle style)
{
    private readonly Lock _writing = new();
    private bool _hasLive;

    public TerminalStyle Style => style;

    /// <summary>A line of the result.</summary>
    public void Result(string line) => Write(output, mask.Scrub(line) + "\n");

    /// <summary>A finished text of the result, line ends included.</summary>
    public void ResultText(string text) => Write(output, mask.Scrub(text));

    /// <summary>Standard output as it is, for text that is the user's own and must stay what it is, byte for byte.</summary>
    public TextWriter Script => output;

    /// <summary>A line of progress or advice.</summary>
    public void Progress(string line) => Write(error, mask.Scrub(line) + "\n");

    public void Warning(string line) => Write(error, Paint("33", "warning: ") + mask.Scrub(line) + "\n");

    public void Error(string line) => Write(error, Paint("31", "error: ") + mask.Scrub(line) + "\n");

    /// <summary>Draws the living line anew; null takes it away.</summary>
    public void Live(string? line)
    {
        lock (_writing)
        {
            if (line is null)
            {
                WipeLive();
                return;
            }

            error.Write("\r\e[K" + mask.Scrub(line));
            _hasLive = true;
        }
    }

    public static Terminal OfProcess(SecretMask mask, bool noColor)
    {
        // Without a byte order mark, and LF on every system: a result is compared and piped.
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true, NewLine = "\n" };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        return new Terminal(output, error, mask, TerminalStyle.OfProcess(noColor));
    }

    // The timer of the living line and the run write at the same time.
    private void Write(TextWriter writer, string text)
    {
        lock (_writing)
        {
            WipeLive();
            writer.Write(text);
        }
    }

    private void WipeLive()
    {
        if (_hasLive)
        {
            error.Write("\r\e[K");
            _hasLive = false;
        }
    }

    private string Paint(string code, string text) => style.ErrorIsColored ? $"\e[{code}m{text}\e[0m" : text;
}

/// <summary>How wide and how colourful the streams may be.</summary>
/// <param name="OutputIsColored">Standard output is a terminal that shows colours, and nobody forbade them.</param>
/// <param name="ErrorIsColored">The same of standard error.</param>
/// <param name="Width">Columns of the terminal; null where output is redirected and lines may be as long as they are.</param>
internal sealed record TerminalStyle(bool OutputIsColored, bool ErrorIsColored, int? Width)
{
    /// <summary>Standard error is a terminal that can draw a line anew.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>How long a line of that terminal may be; asked anew each time, for windows change.</summary>
    public Func<int> ErrorWidth { get; init; } = () => 79;

    public static TerminalStyle OfProcess(bool noColor)
    {
        bool dumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        bool forbidden = noColor || dumb || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        return new TerminalStyle(
            !forbidden && !Console.IsOutputRedirected,
            !forbidden && !Console.IsErrorRedirected,
            Console.IsOutputRedirected ? null : Math.Max(Console.WindowWidth, 40))
        {
            ErrorIsTerminal = !dumb && !Console.IsErrorRedirected,
            ErrorWidth = () => Math.Max(Columns(), 40) - 1,
        };
    }

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}

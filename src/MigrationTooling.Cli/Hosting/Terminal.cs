using System;
using System.IO;
using System.Text;
using MigrationTooling.Cli.Input;

namespace MigrationTooling.Cli.Hosting;

/// <summary>
/// The two streams of the process. Standard output carries the result and nothing else; standard error carries progress,
/// warnings and failures. Every line passes the secret mask.
/// </summary>
internal sealed class Terminal(TextWriter output, TextWriter error, SecretMask mask, TerminalStyle style)
{
    public TerminalStyle Style => style;

    /// <summary>A line of the result.</summary>
    public void Result(string line) => output.WriteLine(mask.Scrub(line));

    /// <summary>A finished text of the result, line ends included.</summary>
    public void ResultText(string text) => output.Write(mask.Scrub(text));

    /// <summary>Standard output as it is, for text that is the user's own and must stay what it is, byte for byte.</summary>
    public TextWriter Script => output;

    /// <summary>A line of progress or advice.</summary>
    public void Progress(string line) => error.WriteLine(mask.Scrub(line));

    public void Warning(string line) => error.WriteLine(Paint("33", "warning: ") + mask.Scrub(line));

    public void Error(string line) => error.WriteLine(Paint("31", "error: ") + mask.Scrub(line));

    public static Terminal OfProcess(SecretMask mask, bool noColor)
    {
        // Without a byte order mark, and LF on every system: a result is compared and piped.
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true, NewLine = "\n" };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        return new Terminal(output, error, mask, TerminalStyle.OfProcess(noColor));
    }

    private string Paint(string code, string text) => style.ErrorIsColored ? $"\e[{code}m{text}\e[0m" : text;
}

/// <summary>How wide and how colourful the streams may be.</summary>
/// <param name="OutputIsColored">Standard output is a terminal that shows colours, and nobody forbade them.</param>
/// <param name="ErrorIsColored">The same of standard error.</param>
/// <param name="Width">Columns of the terminal; null where output is redirected and lines may be as long as they are.</param>
internal sealed record TerminalStyle(bool OutputIsColored, bool ErrorIsColored, int? Width)
{
    public static TerminalStyle OfProcess(bool noColor)
    {
        bool forbidden = noColor
            || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new TerminalStyle(
            !forbidden && !Console.IsOutputRedirected,
            !forbidden && !Console.IsErrorRedirected,
            Console.IsOutputRedirected ? null : Math.Max(Console.WindowWidth, 40));
    }
}

using System.IO;
using MigrationTooling.Cli.Hosting;
using Spectre.Console;

namespace MigrationTooling.Cli.Rendering;

/// <summary>Where Spectre writes to: a text of known width instead of the console.</summary>
internal static class PlainConsole
{
    // Wide enough that a redirected table is never wrapped: a pipeline's log and grep want whole lines.
    private const int RedirectedWidth = 4000;

    public static IAnsiConsole Create(TextWriter text, TerminalStyle style) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = style.OutputIsColored ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = style.OutputIsColored ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new PlainOutput(text, style.Width ?? RedirectedWidth),
    });

    private sealed class PlainOutput(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false;

        public int Width => width;

        public int Height => 1000;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // The text is encoded by whoever prints it.
        }
    }
}

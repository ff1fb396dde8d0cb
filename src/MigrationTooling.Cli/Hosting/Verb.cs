using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;

namespace MigrationTooling.Cli.Hosting;

/// <summary>One command of the tool: what it is called, what it takes, examples, and what it does.</summary>
internal abstract class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Real command lines with what they do; shown at the end of the command's help.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>The words that <c>--format</c> takes here.</summary>
    public virtual IReadOnlyList<string> Formats => OutputFormat.Common;

    /// <summary>True where the migrations may come from a built application (<c>--assembly</c>) instead of files.</summary>
    public virtual bool TakesAssembly => false;

    /// <summary>Does it; answers the exit code. Failures leave as <see cref="CommandFailure"/>.</summary>
    public abstract Task<int> RunAsync(Invocation invocation);
}

/// <summary>A command line as a user types it, and what it does.</summary>
internal sealed record Example(string CommandLine, string Meaning);

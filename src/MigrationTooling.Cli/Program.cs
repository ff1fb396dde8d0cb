using System;
using MigrationTooling.Cli.Hosting;

// Answered before the parser is built: scripts ask for it often, and it costs a few milliseconds so.
if (args is ["--version"])
{
    Console.Out.WriteLine(ToolVersion.Text);
    return ExitCode.Done;
}

return await CommandHost.RunAsync(args);

using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary>Shows where a database stands. Reads only.</summary>
internal sealed class StatusCommand : Verb
{
    private readonly Option<bool> _check = new("--check") { Description = "For pipelines: exit with 8 when something is pending, 3 when files and history do not agree, 4 when the database is dirty, 5 while somebody runs." };

    private readonly Option<bool> _showFailed = new("--show-failed") { Description = "Only what failed or was interrupted, with the reason." };

    public StatusCommand()
        : base("status", "Shows every migration and where it stands on the database. Executes no write, and does not create a database that is not there.")
    {
        Aliases.Add("migration-status");
        Aliases.Add("current");
        Options.Add(_check);
        Options.Add(_showFailed);
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate status", "A table of all migrations."),
        new("dotnet migrate status --check", "In a pipeline or a health check: the exit code says it."),
        new("dotnet migrate status --format json", "One document, described in docs/json.md."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var address = invocation.Database(mayUseDefault: true).Require();
        var folder = MigrationFolder.Read(invocation);
        var status = await DatabaseStatus.ReadAsync(invocation, folder, address);
        var findings = folder.Verdict.Findings.Concat(status.Findings).ToList();
        var report = new StatusDocument(status, findings, invocation.Value(_showFailed));
        if (invocation.IsJson)
        {
            invocation.Terminal.ResultText(report.Json());
        }
        else
        {
            invocation.Terminal.ResultText(StatusTable.Render(report, invocation.Terminal.Style));
            findings.ForEach(f => invocation.Terminal.Progress(FindingLine.Of(f, folder.Directory, address.FilePath)));
        }

        return invocation.Value(_check) ? Code(status, findings) : ExitCode.Done;
    }

    private static int Code(StatusReport status, List<Finding> findings) => status.State switch
    {
        DatabaseState.Migrating => ExitCode.Locked,
        DatabaseState.Dirty or DatabaseState.Rollback => ExitCode.Dirty,
        _ when findings.Exists(f => f.Severity == Severity.Error) => ExitCode.Integrity,
        _ => status.Pending > 0 ? ExitCode.Pending : ExitCode.Done,
    };
}

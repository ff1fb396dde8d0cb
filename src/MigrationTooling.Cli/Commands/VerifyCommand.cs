using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Planning;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Commands;

/// <summary>Judges files and lock with the rules that the build uses.</summary>
internal sealed class VerifyCommand : Verb
{
    private readonly Option<bool> _offline = new("--offline") { Description = "Files and lock only, whatever database is configured." };

    public VerifyCommand()
        : base("verify", "Judges the migration files and the lock with the rules that the build uses, and the history of the database where one is configured. Exits with 3 when there is an error among the findings. Writes nothing.")
    {
        Aliases.Add("verify-migrations");
        Options.Add(_offline);
    }

    public override IReadOnlyList<string> Formats => OutputFormat.Reports;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate verify", "Prints each finding as the compiler does, with the command that mends it."),
        new("dotnet migrate verify --format github", "In a GitHub workflow: the findings become annotations."),
        new("dotnet migrate verify --format sarif > migrations.sarif", "A log for code scanning."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var folder = MigrationFolder.Read(invocation);
        var report = new VerifyReport(folder.Directory, folder.Verdict.Findings, folder.Verdict.Migrations.Count, folder.Verdict.LockedIds.Count, State: null);
        var choice = invocation.Value(_offline) ? null : invocation.Database(mayUseDefault: true);
        if (choice is { Address: not null })
        {
            var address = choice.Require();
            var status = await DatabaseStatus.ReadAsync(invocation, folder, address);
            report = report with { Findings = [.. report.Findings, .. status.Findings], State = status.State.Word(), Database = address.FilePath };
        }
        else if (choice is not null)
        {
            invocation.Terminal.Progress($"No history was judged. {choice.WhyNone}");
        }

        invocation.Terminal.ResultText(report.Write(invocation.Format, Workspace.Of(invocation)));
        return report.Findings.Any(f => f.Severity == Severity.Error) ? ExitCode.Integrity : ExitCode.Done;
    }
}

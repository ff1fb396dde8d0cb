using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Commands;

/// <summary>Tells what the tool is and what it would work on, so that a report of a problem needs no questions back.</summary>
internal sealed class InfoCommand : Verb
{
    public InfoCommand()
        : base("info", "Shows versions, the SQLite library, every setting with the place it came from, and what the migrations directory and its lock hold. Opens no database.")
    {
        Aliases.Add("migration-info");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate info", "What would be used here, and why."),
        new("dotnet migrate info -e production --format json", "The same for an environment, to attach to a report."),
    ];

    public override Task<int> RunAsync(Invocation invocation)
    {
        var report = new InfoReport(ToolVersion.Text, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
        Try(report, () =>
        {
            var library = Databases.LoadSqlite(invocation);
            report.Sqlite = (library.Version, library.Source);
        });
        Try(report, () => AddSettings(invocation, report));
        Try(report, () => AddDatabase(invocation, report));
        Try(report, () => AddFolder(invocation, report));
        invocation.Terminal.ResultText(invocation.IsJson ? report.Json() : report.Text());
        return Task.FromResult(ExitCode.Done);
    }

    private static void AddSettings(Invocation invocation, InfoReport report)
    {
        var settings = invocation.Settings;
        report.Add("migrate.json", settings.File?.Path, "nearest one upwards");
        report.Add("project", settings.Project.Path, "the only one in its folder");
        var table = settings.Table;
        report.Add("history table", table.Value, table.Source);
        report.Add("history schema", settings.Schema?.Value, settings.Schema?.Source);
        report.Add("dialect", settings.Dialect?.Value.Word(), settings.Dialect?.Source);
        report.Add("MigrationsRequireLock", settings.RequireLock ? "true" : null, settings.Project.Property("MigrationsRequireLock")?.Source);
    }

    private static void AddDatabase(Invocation invocation, InfoReport report)
    {
        var choice = invocation.Settings.Database(mayUseDefault: true);
        if (choice.Address is { } address)
        {
            report.Add("database", address.Display, choice.Source);
        }
        else
        {
            report.Problem(choice.WhyNone!);
        }
    }

    private static void AddFolder(Invocation invocation, InfoReport report)
    {
        var directory = invocation.Settings.MigrationsDirectory();
        report.Add("migrations directory", directory.Value, directory.Source);
        report.Folder = MigrationFolder.Read(invocation);
    }

    // A thing that can't be told is itself worth telling; the rest is told all the same.
    private static void Try(InfoReport report, System.Action part)
    {
        try
        {
            part();
        }
        catch (CommandFailure e)
        {
            report.Problem(e.Message);
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>status</c> shows.</summary>
/// <param name="Status">Where the database stands.</param>
/// <param name="Findings">Of files, lock and history.</param>
/// <param name="OnlyFailed">True: only what failed or was interrupted.</param>
internal sealed record StatusDocument(StatusReport Status, IReadOnlyList<Finding> Findings, bool OnlyFailed)
{
    public IEnumerable<MigrationStatus> Migrations => OnlyFailed
        ? Status.Migrations.Where(m => m.State is MigrationState.Failed or MigrationState.InProgress or MigrationState.RollingBack)
        : Status.Migrations;

    public string Json() => JsonText.Write(json =>
    {
        json.WriteString("state", Status.State.Word());
        json.Text("current", Status.Current);
        json.Object("database", () =>
        {
            json.WriteString("dialect", Status.Database.Dialect);
            json.WriteString("url", Status.Database.Url);
        });
        json.Objects("migrations", Migrations, migration => Write(json, migration));
        json.WriteNumber("pending", Status.Pending);
        RunLock(json, Status.RunLock);
        json.Findings(Findings);
    });

    private static void Write(Utf8JsonWriter json, MigrationStatus migration)
    {
        json.WriteString("id", migration.Id);
        json.WriteString("state", migration.State.Word());
        json.Text("origin", migration.Origin?.Word());
        json.Text("checksum", migration.Checksum);
        json.Text("runOn", JsonText.Time(migration.RunOn));
        json.Text("finishedOn", JsonText.Time(migration.FinishedOn));
        json.Text("failureReason", migration.FailureReason);
        Number(json, "statementsDone", migration.StatementsDone);
        Number(json, "statementsTotal", migration.StatementsTotal);
        json.WriteBoolean("locked", migration.Locked);
        if (migration.Resumes is { } resumes)
        {
            json.WriteBoolean("resumes", resumes);
        }
        else
        {
            json.WriteNull("resumes");
        }

        json.Text("inDoubt", migration.InDoubt);
    }

    private static void RunLock(Utf8JsonWriter json, RunLockStatus? runLock)
    {
        if (runLock is null)
        {
            json.WriteNull("runLock");
            return;
        }

        json.Object("runLock", () =>
        {
            json.WriteString("runner", runLock.Runner);
            json.Text("since", JsonText.Time(runLock.Since));
            json.Text("doing", runLock.Doing);
            json.WriteString("kind", runLock.LeaseUntil is null ? "session" : "lease");
            json.Text("leaseUntil", JsonText.Time(runLock.LeaseUntil));
            Number(json, "serverProcess", runLock.ServerProcess);
        });
    }

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}

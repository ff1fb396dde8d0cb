using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What a run did, or why it did nothing.</summary>
/// <param name="Result">Null where nothing was begun.</param>
/// <param name="Locked">The ids added to the lock.</param>
/// <param name="Findings">What was worth saying, or what refused the run.</param>
/// <param name="Failure">Why the run ended early; null where it did not.</param>
/// <param name="Directory">The migrations directory, absolute.</param>
internal sealed record RunReport(
    RunResult? Result, IReadOnlyList<string> Locked, IReadOnlyList<Finding> Findings, CommandFailure? Failure, string Directory)
{
    /// <summary>What is said where nothing was to be done.</summary>
    public string Nothing { get; init; } = "Nothing to apply";

    /// <summary>The ids whose lines were taken out of the lock.</summary>
    public IReadOnlyList<string> Unlocked { get; init; } = [];

    public string Json() => JsonText.Write(json =>
    {
        json.Text("state", Result?.State.Word());
        json.Texts("applied", Result?.Applied ?? []);
        json.Texts("rolledBack", Result?.RolledBack ?? []);
        json.Texts("recovered", Result?.Recovered ?? []);
        json.Objects("renamed", Result?.Renamed ?? [], renamed =>
        {
            json.WriteString("from", renamed.From);
            json.WriteString("to", renamed.To);
        });
        json.Texts("pending", Result?.Pending ?? []);
        json.Texts("locked", Locked);
        json.Texts("unlocked", Unlocked);
        json.Texts("notes", Result?.Notes ?? []);
        Failed(json, Result?.Failed);
        json.Findings(Findings);
        Error(json);
    });

    /// <summary>The lines of the result that the run did not print while it went on.</summary>
    public IEnumerable<string> Results()
    {
        foreach (string note in Result?.Notes ?? [])
        {
            yield return note;
        }

        if (Locked.Count > 0)
        {
            yield return $"locked {string.Join(", ", Locked)}: commit migrations.lock";
        }

        if (Unlocked.Count > 0)
        {
            yield return $"no longer locked: {string.Join(", ", Unlocked)}";
        }

        if (Failure is null && Result is not null)
        {
            yield return Result is { RolledBack.Count: > 0, Applied.Count: 0 }
                ? $"{Counted.Of(Result.RolledBack.Count, "migration")} rolled back, {Result.Pending.Count} pending: the database is {Result.State.Word()}."
                : Result.Applied.Count + Result.Notes.Count > 0
                ? $"{Counted.Of(Result.Applied.Count, "migration")} applied, {Result.Pending.Count} pending: the database is {Result.State.Word()}."
                : $"{Nothing}: the database is {Result.State.Word()}.";
        }
    }

    /// <summary>What went wrong: place, statement, what is left behind, next command.</summary>
    public IEnumerable<string> Errors()
    {
        if (Failure is null)
        {
            yield break;
        }

        var errors = Findings.Where(f => f.Severity == Severity.Error).ToArray();
        foreach (var finding in errors)
        {
            yield return FindingLine.Of(finding, Directory);
        }

        // A single finding says it all: the sentence and the way out.
        bool isSaid = errors is [var only] && only.Message == Failure.Message;

        if (Result?.Failed is { } failed)
        {
            yield return $"{FindingLine.Path(failed.File, Directory)}({failed.Line},{failed.Column}): error{(failed.SqlState is null ? "" : $" {failed.SqlState}")}: {failed.Message}";
            foreach (string line in failed.Details)
            {
                yield return "  " + line;
            }

            if (failed.Statement is not null)
            {
                yield return "Statement: " + failed.Statement.ReplaceLineEndings("\n           ");
            }
        }
        else if (!isSaid)
        {
            yield return "error: " + Failure.Message;
        }

        if (Failure.LeftBehind is not null)
        {
            yield return "Left behind: " + Failure.LeftBehind;
        }

        if (Result?.Failed?.Hint is { } hint)
        {
            yield return hint;
        }

        if (Failure.Next is not null && !(isSaid && errors[0].Fix == Failure.Next))
        {
            yield return Failure.Next;
        }
    }

    private static void Failed(Utf8JsonWriter json, MigrationFailure? failed)
    {
        if (failed is null)
        {
            json.WriteNull("failed");
            return;
        }

        json.Object("failed", () =>
        {
            json.WriteString("id", failed.Id);
            json.WriteString("file", failed.File);
            json.WriteNumber("line", failed.Line);
            json.WriteNumber("column", failed.Column);
            json.Text("statement", failed.Statement);
            json.Text("sqlState", failed.SqlState);
            json.WriteString("message", failed.Message);
            json.WriteString("leftBehind", failed.LeftBehind);
            json.Text("hint", failed.Hint);
            json.Texts("details", failed.Details);
        });
    }

    private void Error(Utf8JsonWriter json)
    {
        if (Failure is null)
        {
            json.WriteNull("error");
            return;
        }

        FailureJson.Property(json, Failure);
    }
}

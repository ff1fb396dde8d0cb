using System;
using System.Threading;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Execution;

/// <summary>Writes the units of one migration's script, up or down, each with its history write, as a run would commit them.</summary>
/// <param name="Script">The script.</param>
/// <param name="Plan">How it is cut.</param>
/// <param name="Steps">What its steps write.</param>
/// <param name="From">The first unit to write, from 0; those before it are committed.</param>
/// <param name="Intent">What is written before the first of them.</param>
internal sealed record ScriptUnits(MigrationScript Script, ScriptPlan Plan, IScriptSteps Steps, int From, RowStep Intent)
{
    /// <exception cref="RefusedException">The text is not the planned one any more.</exception>
    public void Write(IScriptWriter writer, Dialect dialect, CancellationToken cancellationToken)
    {
        var row = Intent.Row;
        using var capture = new ScriptCapture(Script.OpenText());
        using var reader = new UnitReader(capture, Script.Start, dialect, Plan);
        for (int i = 0; i < Plan.Units.Count; i++)
        {
            if (i < From)
            {
                // A committed unit is not run again; what it set in its session is, before anything else, as a run does it.
                foreach (var session in reader.PassOver(i))
                {
                    writer.Statement(session);
                }

                continue;
            }

            writer.BeginUnit(Plan.ForeignKeys, Plan.Units[i].InTransaction, i == From ? Intent.Write : null);
            while (reader.TryRead(i, out var statement))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(writer, statement, reader);
            }

            if (!reader.IsAsPlanned(i, Script.H1))
            {
                throw new RefusedException($"{Script.Path} changed while it was read; the script is not complete and must not be used.", "Write it again.", []);
            }

            var done = Steps.UnitDone(row, i, capture, IScriptWriter.WhenRun);
            writer.CommitUnit(done.Write);
            row = done.Row;
        }
    }

    private void Write(IScriptWriter writer, SqlStatement statement, UnitReader reader)
    {
        try
        {
            if (statement.HasCopyData)
            {
                writer.Copy(statement, reader.ReadCopyLine);
            }
            else
            {
                writer.Statement(statement);
            }
        }
        catch (FormatException e)
        {
            throw new RefusedException(
                $"{Script.Path}({statement.Place.Line},{statement.Place.Column}): {e.Message} The script is not complete and must not be used.",
                "Where the migration is not locked yet, write it otherwise; or run it without a script: dotnet migrate up", []);
        }
    }
}

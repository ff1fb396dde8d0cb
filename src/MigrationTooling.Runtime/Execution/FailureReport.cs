using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Planning;
using MigrationTooling.Results;
using MigrationTooling.Secrets;
using MigrationTooling.Sql;
using MigrationTooling.Storage;
using MigrationTooling.Text;

namespace MigrationTooling.Execution;

/// <summary>Makes the report of a failed migration of the fault that ended it; places are the file's, secrets are masked.</summary>
internal static class FailureReport
{
    // Enough to recognise a statement; a bulk INSERT would fill the screen and the history.
    private const int StatementLength = 1000;

    public static MigrationFailure Of(DatabaseFault fault, string id, string file, UnitPlan unit, string leftBehind, TextPlace? inData)
    {
        var (statement, place) = fault switch
        {
            DatabaseFault.Statement failed => (failed.Failed, PlaceIn(failed.Failed, failed.Offset)),
            DatabaseFault.TransactionEnded ended => (ended.Culprit, ended.Culprit.Place),
            _ => (null, unit.Place),
        };
        place = inData ?? place;
        return new MigrationFailure(
            id, file, place.Line, place.Column, Shown(statement), fault.Code, SecretMask.InMessage(fault.Message), leftBehind)
        {
            Hint = fault.Hint,
            Remedy = fault.Remedy ?? "Mend " + file,
            Details = [.. fault.Context.Select(SecretMask.InMessage), .. (fault as DatabaseFault.Check)?.Details ?? []],
        };
    }

    public static RowFailure Row(MigrationFailure failure) =>
        new(failure.Message, failure.SqlState, $"{failure.File}:{failure.Line}:{failure.Column}");

    private static string? Shown(SqlStatement? statement)
    {
        if (statement is null)
        {
            return null;
        }

        string text = statement.Text.Length > StatementLength ? statement.Text[..StatementLength] + " …" : statement.Text;
        return SecretMask.InSql(text);
    }

    private static TextPlace PlaceIn(SqlStatement statement, int? offset)
    {
        int line = statement.Place.Line, column = statement.Place.Column;
        for (int i = 0; i < (offset ?? 0) && i < statement.Text.Length; i++)
        {
            (line, column) = statement.Text[i] == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return new TextPlace(line, column);
    }
}

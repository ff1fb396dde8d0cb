using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Sql;
using MigrationTooling.Storage;
using MigrationTooling.Text;

namespace MigrationTooling.Execution;

/// <summary>Points the findings about changed applied migrations at the first statement that differs from the text the database kept.</summary>
internal static class ChangedPlace
{
    public static async Task<MigrationPlan> PointAsync(MigrationPlan plan, DatabaseSnapshot snapshot, IHistoryReader reader, Dialect dialect, CancellationToken cancellationToken)
    {
        if (snapshot.Format is null or { IsNewerMajor: true } || !plan.Findings.Any(f => f.Rule.Id == "MIG0505"))
        {
            return plan;
        }

        var findings = plan.Findings.ToArray();
        for (int i = 0; i < findings.Length; i++)
        {
            var standing = findings[i].Rule.Id == "MIG0505" ? plan.Migrations.FirstOrDefault(m => m.Id == findings[i].Migration) : null;
            if (standing is { Row: { } row, Migration: { } migration }
                && migration.Script(Direction.Up, dialect) is { } script
                && script.H1 != row.Text.H1
                && await reader.ReadTextAsync(row.Text.H1, cancellationToken).ConfigureAwait(false) is { IsMasked: false } stored)
            {
                findings[i] = findings[i] with { Place = FirstDifference(stored.Text, script, dialect) };
            }
        }

        return plan with { Findings = findings.ToEquatableList() };
    }

    private static TextPlace FirstDifference(string stored, MigrationScript script, Dialect dialect)
    {
        using var before = new StatementReader(new StringReader(stored), dialect, TextPlace.Start);
        using var now = new StatementReader(script.OpenText(), dialect, script.Start);
        var place = script.Start;
        while (now.TryRead(out var statement))
        {
            place = statement.Place;
            if (!before.TryRead(out var kept) || kept.Hash != statement.Hash)
            {
                return place;
            }
        }

        // Statements are missing at the end: the last one that is left is the nearest to them.
        return place;
    }
}

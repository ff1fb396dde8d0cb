using System.IO;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>Cuts a script into units. Pure: reads the text once, as a stream.</summary>
public static class UnitPlanner
{
    /// <summary>Plans a script.</summary>
    /// <param name="text">Its normalised text; disposed.</param>
    /// <param name="start">Where the text begins in its file.</param>
    /// <param name="options">Its options.</param>
    /// <param name="dialect">The database's dialect.</param>
    /// <param name="hashUnits">False leaves the units' hashes out; they tell units apart, so a script of one unit needs none.</param>
    /// <param name="serverVersion">The server's major version; null plans what is safe on every supported one.</param>
    public static ScriptPlan Plan(TextReader text, TextPlace start, MigrationOptions options, Dialect dialect, bool hashUnits = true, int? serverVersion = null)
    {
        using var reader = new StatementReader(text, dialect, start, hashUnits);
        using var maker = new PlanMaker(start, options, dialect, serverVersion);
        while (reader.TryRead(out var statement))
        {
            maker.Take(statement, reader.StatementHash);
        }

        return maker.Finish(reader.Unterminated, reader.Todo);
    }
}

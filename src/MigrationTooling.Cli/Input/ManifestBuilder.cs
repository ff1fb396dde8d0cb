using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Planning;

namespace MigrationTooling.Cli.Input;

/// <summary>The manifest of a folder: the same list that the build compiles into an application, with texts opened from disk when they are run.</summary>
internal static class ManifestBuilder
{
    public static MigrationManifest Build(MigrationFolder folder) => folder.Compiled ?? Assemble(folder);

    private static MigrationManifest Assemble(MigrationFolder folder)
    {
        var aliases = folder.Verdict.Aliases.ToLookup(alias => alias.Current, alias => alias.Former);
        var migrations = new Migration[folder.Verdict.Migrations.Count];
        for (int i = 0; i < migrations.Length; i++)
        {
            var facts = folder.Verdict.Migrations[i];
            migrations[i] = Migration(folder, facts, aliases.Contains(facts.Id) ? aliases[facts.Id].ToArray() : []);
        }

        return new MigrationManifest(folder.Input.Name, folder.Verdict.Dialect, migrations);
    }

    // Loops: a run that finds nothing to do builds this of a thousand migrations, and each sequence is three objects more.
    private static Migration Migration(MigrationFolder folder, MigrationFacts facts, IReadOnlyList<string> aliases)
    {
        var scripts = new MigrationScript[facts.Scripts.Count];
        for (int i = 0; i < scripts.Length; i++)
        {
            scripts[i] = Script(folder, facts.Scripts[i]);
        }

        return new Migration(facts.Id, facts.Version, facts.Name, facts.Options, folder.IsLocked(facts.Id), aliases, scripts);
    }

    private static MigrationScript Script(MigrationFolder folder, ScriptFacts script) => new(
        script.Direction,
        script.Variant,
        script.Path,
        script.Section.Start,
        script.Length,
        script.Section.H1,
        script.Section.S1,
        script.Options,
        () => ScriptFile.Text(folder.Directory, script.Path, script.Section.Direction))
    {
        MadePlans = folder.Plans.TryGetValue(script.Path, out var plans) ? plans.Where(plan => plan.Section == script.Section.Direction).ToEquatableList() : EquatableList<MadePlan>.Empty,
    };
}

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
        return new MigrationManifest(
            folder.Input.Name,
            folder.Verdict.Dialect,
            folder.Verdict.Migrations.Select(facts => Migration(folder, facts, aliases[facts.Id].ToArray())));
    }

    private static Migration Migration(MigrationFolder folder, MigrationFacts facts, IReadOnlyList<string> aliases) => new(
        facts.Id,
        facts.Version,
        facts.Name,
        facts.Options,
        folder.IsLocked(facts.Id),
        aliases,
        facts.Scripts.Select(script => Script(folder, script)).ToArray());

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

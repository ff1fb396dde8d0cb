using System.Linq;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Reading;

/// <summary>All that reading a script depends on besides its text, so that an edit elsewhere re-reads none.</summary>
/// <param name="Directories">Where the sets lie.</param>
/// <param name="Dialects">The dialect of each set.</param>
internal sealed record ScriptRoutes(SetDirectories Directories, EquatableList<Dialect> Dialects)
{
    public static ScriptRoutes Of(ProjectFacts? project, EquatableList<LockText> locks) => new(
        SetDirectories.Of(project),
        project is null
            ? EquatableList<Dialect>.Empty
            : project.File.Sets
                .Select((set, number) => DialectResolver.Resolve(
                    LockText.Of(number, locks)?.HeaderDialect, set.Files.Select(file => file.Path), set.Settings.Dialect))
                .ToEquatableList());
}

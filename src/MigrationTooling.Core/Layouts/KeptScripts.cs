using System.Collections.Generic;
using MigrationTooling.Facts;
using MigrationTooling.Model;

namespace MigrationTooling.Layouts;

/// <summary>
/// What was made of a file the last time, kept with it: a set is judged again on every key pressed in an editor, and all its files
/// but one are the very same then. Plays no part in the equality of the record that holds it; a copy of that record makes its own.
/// </summary>
internal sealed class KeptScripts
{
    private Made? _made;
    private MigrationFacts? _migration;

    /// <summary>The file's scripts, in the order of its sections.</summary>
    public IReadOnlyList<ScriptFacts> Of(FileFacts file, FileName name)
    {
        var made = _made;
        if (made is null || !ReferenceEquals(made.File, file) || !ReferenceEquals(made.Name, name))
        {
            _made = made = new Made(file, name, Make(file, name));
        }

        return made.Scripts;
    }

    /// <summary>The migration that <see cref="Keep"/> was given, where it was made of these very scripts; else null.</summary>
    public MigrationFacts? MigrationOf(string id, List<ScriptFacts> scripts)
    {
        var kept = _migration;
        if (kept is null || kept.Id != id || kept.Scripts.Count != scripts.Count)
        {
            return null;
        }

        for (int i = 0; i < scripts.Count; i++)
        {
            if (!ReferenceEquals(kept.Scripts[i], scripts[i]))
            {
                return null;
            }
        }

        return kept;
    }

    /// <summary>Keeps the migration whose first file this is.</summary>
    public MigrationFacts Keep(MigrationFacts migration) => _migration = migration;

    public override bool Equals(object? obj) => obj is KeptScripts;

    public override int GetHashCode() => 0;

    private static ScriptFacts[] Make(FileFacts file, FileName name)
    {
        var scripts = new ScriptFacts[file.Sections.Count];
        for (int i = 0; i < scripts.Length; i++)
        {
            var section = file.Sections[i];
            scripts[i] = new ScriptFacts(section.Direction ?? name.Direction ?? Direction.Up, name.Variant, file.Path, file.Length, section.Options, section);
        }

        return scripts;
    }

    private sealed class Made(FileFacts file, FileName name, IReadOnlyList<ScriptFacts> scripts)
    {
        public FileFacts File => file;

        public FileName Name => name;

        public IReadOnlyList<ScriptFacts> Scripts => scripts;
    }
}

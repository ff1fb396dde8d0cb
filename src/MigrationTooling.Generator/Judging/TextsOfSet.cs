using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using MigrationTooling.Facts;
using MigrationTooling.Generator.Reading;

namespace MigrationTooling.Generator.Judging;

/// <summary>
/// The scripts of one set that the compiler read, found by path. The compiler hands them on in the order of the facts, so that
/// looking at the next one nearly always finds it; a table is made only where that fails.
/// </summary>
internal sealed class TextsOfSet(ImmutableArray<ScriptText?> scripts, int set)
{
    private int _next;
    private Dictionary<string, FileFacts>? _byPath;

    /// <summary>Null where the compiler was not given the file.</summary>
    public FileFacts? Find(string path)
    {
        while (_next < scripts.Length && scripts[_next]?.Set != set)
        {
            _next++;
        }

        if (_next < scripts.Length && scripts[_next]!.Facts.Path == path)
        {
            return scripts[_next++]!.Facts;
        }

        _byPath ??= ByPath();
        return _byPath.TryGetValue(path, out var facts) ? facts : null;
    }

    private Dictionary<string, FileFacts> ByPath()
    {
        var found = new Dictionary<string, FileFacts>(StringComparer.Ordinal);
        foreach (var script in scripts)
        {
            if (script?.Set == set)
            {
                found[script.Facts.Path] = script.Facts;
            }
        }

        return found;
    }
}

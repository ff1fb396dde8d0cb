using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;

namespace MigrationTooling.Cli.Hosting;

/// <summary>Where the tool was started: the working directory and the environment variables.</summary>
/// <param name="Directory">Absolute.</param>
/// <param name="Variables">The environment variables.</param>
internal sealed record Surroundings(string Directory, IReadOnlyDictionary<string, string> Variables)
{
    public static Surroundings OfProcess()
    {
        // The names are compared as the platform compares them.
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = new Dictionary<string, string>(names);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return new Surroundings(System.IO.Directory.GetCurrentDirectory(), variables);
    }

    /// <summary>An environment variable; null where it is not set.</summary>
    public string? Variable(string name) => Variables.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Makes <paramref name="path"/> absolute against the working directory.</summary>
    public string Absolute(string path) => Path.GetFullPath(path, Directory);
}

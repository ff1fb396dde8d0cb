using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace MigrationTooling.Generator.Reading;

/// <summary>A file that is called as the facts file is.</summary>
/// <param name="Facts">What it says; null where it is cut off.</param>
internal sealed record FactsText(ProjectFacts? Facts)
{
    /// <summary>Null for any other file.</summary>
    public static FactsText? Read(AdditionalText text, string? factsName, CancellationToken cancellation) =>
        ProjectFacts.IsFactsFile(text.Path, factsName) ? new FactsText(ProjectFacts.Read(text, cancellation)) : null;

    /// <summary>The facts of a project that has one such file; null for one with none or several.</summary>
    public static ProjectFacts? Only(ImmutableArray<FactsText?> files)
    {
        FactsText? only = null;
        foreach (var file in files)
        {
            if (file is not null)
            {
                if (only is not null)
                {
                    return null;
                }

                only = file;
            }
        }

        return only?.Facts;
    }
}

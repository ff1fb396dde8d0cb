using System.Collections.Generic;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MigrationTooling.Facts;
using MigrationTooling.Model;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>One set with its facts and the items that the build needs of it.</summary>
/// <param name="Facts">What the facts file says of it.</param>
/// <param name="CompilerFiles">What the compiler reads.</param>
/// <param name="Resources">The scripts that are a resource each.</param>
/// <param name="Packed">The scripts that are one resource together.</param>
internal sealed record GatheredSet(SetFacts Facts, IReadOnlyList<ITaskItem> CompilerFiles, IReadOnlyList<ITaskItem> Resources, IReadOnlyList<PackedScript> Packed)
{
    public static GatheredSet Gather(SetDeclaration declaration, ISet<string> leftOut, FileStamper stamper)
    {
        var scripts = DirectoryScanner.Scan(declaration.FullPath, leftOut, out var lockFile);
        var settings = declaration.Settings;
        var dialect = new DialectOfScript(lockFile, scripts, settings.Dialect);
        var compilerFiles = new List<ITaskItem>(scripts.Count + 1);
        var resources = new List<ITaskItem>();
        var packed = new List<PackedScript>(scripts.Count);
        var stamps = new List<FileStamp>(scripts.Count);
        if (lockFile is not null)
        {
            compilerFiles.Add(ItemText.File(lockFile.FullPath));
        }

        foreach (var script in scripts)
        {
            var stamp = stamper.StampScript(script, dialect, settings.Directory);
            stamps.Add(stamp);
            if (stamp.Length <= EmbeddedTexts.LargestPacked)
            {
                packed.Add(new PackedScript(script, stamp));
            }
            else
            {
                resources.Add(ItemText.Resource(script.FullPath, settings.ResourceName(script.Path)));
            }

            if (stamp.Carried is null)
            {
                compilerFiles.Add(ItemText.File(script.FullPath));
            }
        }

        var facts = new SetFacts(settings, lockFile is null ? null : stamper.StampLock(lockFile), stamps.ToEquatableList());
        return new GatheredSet(facts, compilerFiles, resources, packed);
    }
}

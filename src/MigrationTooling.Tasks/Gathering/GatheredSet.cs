using System.Collections.Generic;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MigrationTooling.Facts;
using MigrationTooling.Model;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>One set with its facts and the items that the build needs of it.</summary>
internal sealed record GatheredSet(SetFacts Facts, IReadOnlyList<ITaskItem> CompilerFiles, IReadOnlyList<ITaskItem> Resources)
{
    public static GatheredSet Gather(SetDeclaration declaration, ISet<string> leftOut, FileStamper stamper)
    {
        var scripts = DirectoryScanner.Scan(declaration.FullPath, leftOut, out var lockFile);
        var settings = declaration.Settings;
        var dialect = new DialectOfScript(lockFile, scripts, settings.Dialect);
        var compilerFiles = new List<ITaskItem>(scripts.Count + 1);
        var resources = new List<ITaskItem>(scripts.Count);
        var stamps = new List<FileStamp>(scripts.Count);
        if (lockFile is not null)
        {
            compilerFiles.Add(ItemText.File(lockFile.FullPath));
        }

        foreach (var script in scripts)
        {
            var stamp = stamper.StampScript(script, dialect, settings.Directory);
            stamps.Add(stamp);
            resources.Add(Resource(script, settings));
            if (stamp.Carried is null)
            {
                compilerFiles.Add(ItemText.File(script.FullPath));
            }
        }

        var facts = new SetFacts(settings, lockFile is null ? null : stamper.StampLock(lockFile), stamps.ToEquatableList());
        return new GatheredSet(facts, compilerFiles, resources);
    }

    private static TaskItem Resource(FoundFile script, SetSettings settings)
    {
        var item = ItemText.File(script.FullPath);
        item.SetMetadata("LogicalName", ItemText.Escape(settings.ResourceName(script.Path)));
        item.SetMetadata("Type", "Non-Resx");
        item.SetMetadata("WithCulture", "false");
        return item;
    }
}

using System;
using System.IO;
using Microsoft.Build.Framework;
using MigrationTooling.Facts;
using MigrationTooling.Model;

namespace MigrationTooling.Tasks.Gathering;

/// <summary>One directory of migrations as the project declares it, by property or by a <c>MigrationSet</c> item.</summary>
/// <param name="Settings">What the facts file says of it.</param>
/// <param name="FullPath">The directory, without a separator at its end.</param>
/// <param name="IsExplicit">False for the default directory, which may be missing.</param>
internal sealed record SetDeclaration(SetSettings Settings, string FullPath, bool IsExplicit)
{
    public static SetDeclaration Read(ITaskItem item, ProjectDefaults project)
    {
        string fullPath = Path.GetFullPath(Path.Combine(project.Directory, item.ItemSpec)).TrimEnd(Path.DirectorySeparatorChar);
        string dialect = Setting(item, "Dialect", project.Dialect);
        var settings = new SetSettings(
            Setting(item, "Name", "Migrations"),
            Setting(item, "Namespace", project.Namespace),
            RelativePath.From(project.Directory, fullPath),
            dialect.Length == 0 ? null : Dialects.Parse(dialect) ?? throw new SetDeclarationException(
                "The dialect '" + dialect + "' of the migrations in '" + item.ItemSpec + "' is unknown; write sqlite, postgresql or both."),
            IsTrue(Setting(item, "RequireLock", project.RequireLock)),
            project.LargeFileBytes);
        if (!IsIdentifier(settings.Name))
        {
            throw new SetDeclarationException(
                "The MigrationSet name '" + settings.Name + "' becomes a class; write a C# identifier of letters, digits and underscores.");
        }

        return new SetDeclaration(settings, fullPath, !IsTrue(item.GetMetadata("IsDefault")));
    }

    private static string Setting(ITaskItem item, string name, string byDefault) =>
        item.GetMetadata(name) is { Length: > 0 } own ? own : byDefault;

    private static bool IsTrue(string word) => word.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool IsIdentifier(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] != '_' && !(i == 0 ? char.IsLetter(name[i]) : char.IsLetterOrDigit(name[i])))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What holds for every set that does not say otherwise.</summary>
/// <param name="Directory">The project's directory.</param>
/// <param name="Namespace">MigrationsNamespace.</param>
/// <param name="Dialect">MigrationsDialect; empty where not set.</param>
/// <param name="RequireLock">MigrationsRequireLock; empty where not set.</param>
/// <param name="LargeFileBytes">MigrationsLargeFileBytes.</param>
internal sealed record ProjectDefaults(string Directory, string Namespace, string Dialect, string RequireLock, long LargeFileBytes);

/// <summary>The project's settings contradict each other or name what is not there; the message is for its author.</summary>
internal sealed class SetDeclarationException(string message) : Exception(message);

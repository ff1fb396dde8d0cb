using System;

namespace MigrationTooling.Layouts;

/// <summary>Which files of a migrations directory are scripts. Build and tool both ask here, so that they judge the same files.</summary>
public static class ScriptFiles
{
    /// <summary>True for every <c>.sql</c> file, upper or lower case; one whose name cannot be placed is a finding, never skipped.</summary>
    public static bool IsScript(string fileName)
    {
        if (fileName is null)
        {
            throw new ArgumentNullException(nameof(fileName));
        }

        return fileName.EndsWith(".sql", StringComparison.OrdinalIgnoreCase);
    }
}

using System.Reflection;

namespace MigrationTooling.Cli.Hosting;

/// <summary>The version of the running tool, without the source revision that the compiler appends.</summary>
internal static class ToolVersion
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        string informational = typeof(ToolVersion).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        int revision = informational.IndexOf('+', System.StringComparison.Ordinal);
        return revision < 0 ? informational : informational[..revision];
    }
}

using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Input;

/// <summary>What GitHub's annotations are relative to.</summary>
internal static class Workspace
{
    /// <summary>The runner's checkout, else the working directory.</summary>
    public static string Of(Invocation invocation) =>
        invocation.Surroundings.Variable("GITHUB_WORKSPACE") is { Length: > 0 } workspace ? workspace : invocation.Surroundings.Directory;
}

using MigrationTooling.Faults.Tests.Hook;

/// <summary>
/// What the .NET host calls in the tool's own process before its <c>Main</c>, where <c>DOTNET_STARTUP_HOOKS</c> names this assembly: the
/// program under test is the one that users get, and holds no failpoint of its own.
/// </summary>
#pragma warning disable CA1050 // The host looks for a type of this name outside of any namespace.
public static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>Called by the host.</summary>
    public static void Initialize()
    {
        if (Fault.OfEnvironment() is { } fault)
        {
            StatementTrace.Attach(new FaultInjection(fault));
        }
    }
}

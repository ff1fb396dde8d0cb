using System;
using System.Threading.Tasks;

namespace MigrationTooling.Postgres.Tests;

/// <summary>How often a test that waits for something looks whether it is so. It waits for that, and never for time to pass.</summary>
public static class Look
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    /// <summary>Leaves the processor to whatever is waited for, which looks without a pause would take away from it.</summary>
    public static Task AgainAsync() => Task.Delay(Between);
}

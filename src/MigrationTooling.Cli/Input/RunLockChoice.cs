using System;
using System.Globalization;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Npgsql;

namespace MigrationTooling.Cli.Input;

/// <summary>What the settings say of the run lock on a server.</summary>
internal static class RunLockChoice
{
    /// <summary>The provider's options with the kind of lock and the length of a lease.</summary>
    /// <exception cref="CommandFailure">One of them can't be read.</exception>
    public static NpgsqlProviderOptions With(NpgsqlProviderOptions options, Invocation invocation)
    {
        if (invocation.Settings.RunLock is { } kind)
        {
            invocation.SayWhere("run lock", kind.Value, kind.Source);
            options = options with
            {
                RunLock = kind.Value switch
                {
                    "auto" => RunLockMode.Auto,
                    "session" => RunLockMode.Session,
                    "lease" => RunLockMode.Lease,
                    _ => throw CommandFailure.Usage($"The run lock is '{kind.Value}' ({kind.Source}), and it must be auto, session or lease."),
                },
            };
        }

        if (invocation.Settings.Lease is { } lease)
        {
            options = options with
            {
                LeaseLength = double.TryParse(lease.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0.1 and <= 86_400
                    ? TimeSpan.FromSeconds(seconds)
                    : throw CommandFailure.Usage($"The lease is '{lease.Value}' ({lease.Source}), and it takes seconds from 0.1 to 86400."),
            };
        }

        return options;
    }
}

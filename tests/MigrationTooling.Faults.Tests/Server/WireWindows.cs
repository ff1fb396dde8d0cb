using System;
using System.Collections.Generic;
using MigrationTooling.Faults.Tests.Hook;

namespace MigrationTooling.Faults.Tests.Server;

/// <summary>Tells in which part of a migration's run a message passes, from the messages and nothing else.</summary>
internal sealed class WireWindows
{
    private bool _isIntent;

    public Window Current { get; private set; }

    public void Take(WireMessage message)
    {
        if (message is { IsFromClient: true, Type: WireMessage.Bind })
        {
            _isIntent |= message.Text.Contains("_owner\" SET doing", StringComparison.Ordinal);
            if (message.Text.Contains("r.attempt = ", StringComparison.Ordinal))
            {
                // The fence of a unit.
                (Current, _isIntent) = (Window.InUnit, false);
            }
        }
        else if (message is { IsFromClient: true, Type: WireMessage.Execute, Text: "COMMIT" } && Current == Window.InUnit)
        {
            Current = Window.InCommit;
        }
        else if (message is { IsFromClient: false, Type: WireMessage.CommandComplete, Text: "COMMIT" })
        {
            Current = (_isIntent, Current == Window.InCommit) switch
            {
                (true, var isOfUnit) => isOfUnit ? Window.Between : Window.IntentToUnit,
                (false, true) => Window.AfterCommit,
                _ => Current,
            };
            _isIntent = false;
        }
    }

    /// <summary>The window behind the last of these.</summary>
    public static Window Of(IEnumerable<WireMessage> messages)
    {
        var windows = new WireWindows();
        foreach (var message in messages)
        {
            windows.Take(message);
        }

        return windows.Current;
    }
}

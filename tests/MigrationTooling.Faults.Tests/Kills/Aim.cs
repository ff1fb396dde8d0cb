using System;

namespace MigrationTooling.Faults.Tests.Kills;

/// <summary>How long after a window's beginning to kill: at random up to a limit that learns how long the window lasts on this machine.</summary>
internal sealed class Aim(Random random, double limitMicroseconds)
{
    private double _limit = limitMicroseconds;

    public int Delay() => 1 + (int)(random.NextDouble() * _limit);

    public void Learn(bool hit) => _limit = Math.Clamp(_limit * (hit ? 1.25 : 0.8), 20, 100_000);
}

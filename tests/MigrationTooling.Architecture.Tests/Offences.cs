using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>Asserts that a rule was broken nowhere, and names every place where it was: xunit's own collection messages are cut short.</summary>
internal static class Offences
{
    public static void None(IEnumerable<string> offences)
    {
        var all = offences.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }
}

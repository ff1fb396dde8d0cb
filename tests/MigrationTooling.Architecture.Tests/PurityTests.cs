using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>Core decides and never looks: no files, no clock, no console, no environment, no culture of the machine.</summary>
public class PurityTests
{
    /// <summary>A banned member (or all members of a type, where it ends with a dot) and what Core does instead.</summary>
    private static readonly (string Member, string Instead)[] Banned =
    [
        ("System.IO.File.", "take the text or a stream as a parameter"),
        ("System.IO.FileInfo.", "take the text or a stream as a parameter"),
        ("System.IO.FileStream.", "take a Stream as a parameter"),
        ("System.IO.StreamReader..ctor(String", "take a Stream as a parameter"),
        ("System.IO.StreamWriter..ctor(String", "take a Stream as a parameter"),
        ("System.IO.Directory.", "take the paths as a parameter"),
        ("System.IO.DirectoryInfo.", "take the paths as a parameter"),
        ("System.IO.Path.GetTempPath", "take a Stream as a parameter"),
        ("System.IO.Path.GetFullPath", "paths stay relative to the migrations directory"),
        ("System.IO.Path.DirectorySeparatorChar", "paths are written with /"),
        ("System.Environment.", "take the value as a parameter; a line ends with \\n"),
        ("System.Console.", "return findings"),
        ("System.Diagnostics.Process.", "return what is to be done"),
        ("System.Diagnostics.Stopwatch.", "measure at the edge"),
        ("System.DateTime.get_Now", "take the time as a parameter"),
        ("System.DateTime.get_UtcNow", "take the time as a parameter"),
        ("System.DateTime.get_Today", "take the time as a parameter"),
        ("System.DateTimeOffset.get_Now", "take the time as a parameter"),
        ("System.DateTimeOffset.get_UtcNow", "take the time as a parameter"),
        ("System.Guid.NewGuid", "take the identity as a parameter"),
        ("System.Random.", "the same input gives the same verdict"),
        ("System.Threading.Thread.", "Core has no threads"),
        ("System.Threading.Tasks.Task.", "Core has no tasks"),
        ("System.Net.", "Core has no network"),
        ("System.Globalization.CultureInfo.get_CurrentCulture", "CultureInfo.InvariantCulture"),
        ("System.Globalization.CultureInfo.get_CurrentUICulture", "CultureInfo.InvariantCulture"),
        ("System.String.ToUpper()", "ToUpperInvariant"),
        ("System.String.ToLower()", "ToLowerInvariant"),
        ("System.String.StartsWith(String)", "StartsWith with StringComparison.Ordinal"),
        ("System.String.EndsWith(String)", "EndsWith with StringComparison.Ordinal"),
        ("System.String.IndexOf(String)", "IndexOf with StringComparison.Ordinal"),
        ("System.String.LastIndexOf(String)", "LastIndexOf with StringComparison.Ordinal"),
        ("System.String.Compare(String,String)", "string.CompareOrdinal"),
        ("System.String.CompareTo(", "string.CompareOrdinal"),
    ];

    // The compiler itself writes this one into every iterator.
    private const string WrittenByTheCompiler = "System.Environment.get_CurrentManagedThreadId()";

    [Fact]
    public void Core_uses_no_member_that_looks_at_the_machine() =>
        Offences.None(LooksAtTheMachine(ProductAssembly.Named("MigrationTooling.Core").Members));

    [Fact]
    public void The_ban_sees_what_an_assembly_uses()
    {
        // This assembly reads files and the environment's paths, so the same look at it must find that.
        var own = ProductAssembly.Read(Path.Combine(AppContext.BaseDirectory, "MigrationTooling.Architecture.Tests.dll"));

        var offences = LooksAtTheMachine(own.Members);

        Assert.Contains(offences, o => o.StartsWith("System.IO.File.ReadAllText(String)", StringComparison.Ordinal));
        Assert.Contains(offences, o => o.StartsWith("System.IO.DirectoryInfo.", StringComparison.Ordinal));
    }

    private static List<string> LooksAtTheMachine(IEnumerable<string> members) =>
        members.Where(m => m != WrittenByTheCompiler)
            .SelectMany(m => Banned.Where(b => m.StartsWith(b.Member, StringComparison.Ordinal)).Select(b => $"{m}: {b.Instead}"))
            .ToList();
}

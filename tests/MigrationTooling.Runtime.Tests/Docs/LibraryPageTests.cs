using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Errors;
using MigrationTooling.Model;
using MigrationTooling.Runtime.Tests.Sqlite;
using MigrationTooling.Runtime.Tests.Support;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Docs;

/// <summary>What docs/library.md shows is compiled and run here.</summary>
public sealed class LibraryPageTests
{
    [Fact]
    public void The_page_shows_the_program_that_is_tested()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "library.md"));

        Assert.All(Blocks(File.ReadAllLines(Path.Combine(Folder(), "LibraryExample.cs"))), block => Assert.Contains($"```csharp\n{block}```", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_names_every_method_of_the_migrator_and_every_kind_of_outcome()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "library.md"));
        var methods = typeof(Migrator).GetMethods().Where(m => m.DeclaringType == typeof(Migrator)).Select(m => m.Name).Distinct();
        var outcomes = typeof(MigratorException).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(MigratorException))).Select(t => t.Name);

        Assert.All(methods.Concat(outcomes), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_program_recovers_what_a_dead_runner_left_and_applies_the_rest()
    {
        using var database = new SqliteUnderTest();
        await Assert.ThrowsAsync<MigrationFailedException>(() => new Migrator(
            new ManifestBuilder(Dialect.Sqlite).Add("1_two", "BEGIN;\nCREATE TABLE two (id INTEGER);\nCOMMIT;\nBEGIN;\nINSERT INTO nowhere VALUES (1);\nCOMMIT;").Build(), database.Provider()).UpAsync());

        await LibraryExample.RunAsync($"Data Source={database.File.Path}", CancellationToken.None);

        Assert.Equal(["1_two", "2_next"], database.Query("SELECT id FROM __migrations WHERE state = 'completed' ORDER BY id"));
    }

    private static IEnumerable<string> Blocks(string[] lines)
    {
        for (int begin = Array.FindIndex(lines, IsBegin); begin >= 0; begin = Array.FindIndex(lines, begin + 1, IsBegin))
        {
            string[] block = lines.Skip(begin + 1).TakeWhile(line => !line.EndsWith("docs/library.md: end", StringComparison.Ordinal)).ToArray();
            int indent = block[0].Length - block[0].TrimStart().Length;
            yield return string.Concat(block.Select(line => (line.Length > indent ? line[indent..] : line.TrimStart()) + "\n"));
        }
    }

    private static bool IsBegin(string line) => line.EndsWith("docs/library.md: begin", StringComparison.Ordinal);

    private static string Root() => Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

/// <summary>Stands for the class that the build writes into an application.</summary>
internal static class Migrations
{
    public static MigrationManifest Manifest { get; } = new ManifestBuilder(Dialect.Sqlite)
        .Add("1_two", "BEGIN;\nCREATE TABLE two (id INTEGER);\nCOMMIT;\nBEGIN;\nINSERT INTO two VALUES (1);\nCOMMIT;")
        .Add("2_next", "CREATE TABLE next (id INTEGER);")
        .Build();
}

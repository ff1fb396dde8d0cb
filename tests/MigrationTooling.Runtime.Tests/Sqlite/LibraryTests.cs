using System;
using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Runtime.Tests.Support;
using MigrationTooling.Sqlite;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>Which SQLite a process runs on. Each case is a process of its own, since a library is loaded once.</summary>
public sealed class LibraryTests : SqliteTest
{
    private async Task<(string[] Lines, int ExitCode)> Run(string choice, string script = "SELECT 1;")
    {
        using var child = ChildRunner.Start("library", choice, Database.File.Path);
        var (output, exitCode) = await child.AnswerAsync(script);
        return (output.Split('\n'), exitCode);
    }

    [Fact]
    public async Task The_bundled_library_can_be_asked_for()
    {
        var (lines, exitCode) = await Run(SqliteLibrary.Bundled);

        Assert.Equal(("3.35.5 bundled", 0), (lines[0], exitCode));
    }

    [Fact]
    public async Task The_newer_of_the_two_is_taken_by_default()
    {
        var bundled = await Run(SqliteLibrary.Bundled);
        var newer = await Run(SqliteLibrary.Newer);
        var system = await Run(SqliteLibrary.System);

        static Version Of((string[] Lines, int ExitCode) run) => run.ExitCode == 0 ? Version.Parse(run.Lines[0].Split(' ')[0]) : new Version(0, 0);

        Assert.Equal(Of(bundled) > Of(system) ? Of(bundled) : Of(system), Of(newer));
    }

    [Fact]
    public async Task A_library_that_is_not_there_is_named()
    {
        var (lines, exitCode) = await Run(Database.File.Path + ".so");

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"The SQLite library '{Database.File.Path}.so' can't be loaded", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_library_is_refused()
    {
        string path = Database.File.Path + ".so";
        await File.WriteAllTextAsync(path, "no library");

        var (lines, exitCode) = await Run(path);

        Assert.Equal(2, exitCode);
        Assert.Contains(path, lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE t (id INTEGER);\nSELECT a, b\n FROM t WHERE (a =);", "3:19 near \")\": syntax error")]
    [InlineData("SELECT 1 FROM (SELECT 2 FROM\n  FROM x);", "2:3 near \"FROM\": syntax error")]
    [InlineData("CREATE TABLE t (id INTEGER);\nSELECT\n  t.nope FROM t;", "3:5 no such column: t.nope")]
    [InlineData("SELECT 1,\n  no_such(1);", "2:3 no such function: no_such")]
    [InlineData("SELECT 1;\n SELECT * FROM nowhere;", "2:16 no such table: nowhere")]
    public async Task A_library_that_points_nowhere_is_helped_by_the_word_it_names(string script, string place)
    {
        // 3.35 has no sqlite3_error_offset.
        var (lines, exitCode) = await Run(SqliteLibrary.Bundled, script);

        Assert.Equal((1, place), (exitCode, lines[^1]));
    }
}

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Faults.Tests.Hook;
using Xunit;

namespace MigrationTooling.Faults.Tests.Support;

/// <summary>A project whose every statement leaves one row in a table without a key: what ran twice, or not at all, shows.</summary>
internal static class Witnessed
{
    /// <summary>A table first, then this many migrations; every third has units of its own, a VACUUM between them.</summary>
    public static Project Project(int migrations)
    {
        var project = new Project().Migration("000_witness", "CREATE TABLE witness (what TEXT);\nCREATE TABLE taken (what TEXT);", "DROP TABLE witness;\nDROP TABLE taken;");
        foreach (int i in Enumerable.Range(1, migrations))
        {
            project.Migration(Id(i), i % 3 == 0 ? InUnits(i) : InOneUnit(i), i % 3 == 0 ? BackInUnits(i) : BackInOneUnit(i));
        }

        return project;
    }

    public static string Id(int number) => number.ToString("000", CultureInfo.InvariantCulture) + "_step";

    /// <summary>A fault whose statements are written beside the project.</summary>
    public static Fault Fault(this Project project, Deed deed, string place, char edge = 'B', int delay = 0) =>
        new(deed, edge, place, delay, project.At("statements.txt"));

    public static Task<FaultedRun> RunAsync(this Project project, Fault fault, params string[] arguments) => FaultedRun.RunAsync(project, fault, arguments);

    /// <summary>What the database holds of the user's, and what its history says of it, without what differs from run to run.</summary>
    public static IReadOnlyList<string> Content(this Project project) => Content(project.At("app.db"));

    public static IReadOnlyList<string> Content(string file) =>
    [
        .. DatabaseFile.Query(file, "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE tbl_name NOT LIKE '\\_\\_migrations%' ESCAPE '\\' ORDER BY type, name"),
        .. DatabaseFile.Query(file, "SELECT what || ' x ' || count(*) FROM witness GROUP BY what ORDER BY what"),
        .. DatabaseFile.Query(file, "SELECT 'taken ' || what || ' x ' || count(*) FROM taken GROUP BY what ORDER BY what"),
        .. DatabaseFile.Query(file, "SELECT id || ' ' || state || ' ' || statements_done || ' of ' || statements_total || ' ' || up_h1 || ' ' || units_done FROM __migrations ORDER BY sequence"),
        .. DatabaseFile.Query(file, "PRAGMA integrity_check"),
    ];

    /// <summary>A query on a copy of the database as the dead process left it, journals included: looking must not be the recovery.</summary>
    public static IReadOnlyList<string> Look(this Project project, string sql)
    {
        using var copy = new TempFolder();
        foreach (string file in Directory.GetFiles(project.Path, "app.db*"))
        {
            File.Copy(file, copy.At(Path.GetFileName(file)));
        }

        return File.Exists(copy.At("app.db")) && DatabaseFile.Tables(copy.At("app.db")).Contains("__migrations") ? DatabaseFile.Query(copy.At("app.db"), sql) : [];
    }

    /// <summary>Nothing of the run may be missing or double: the content is that of a run that nothing met.</summary>
    public static async Task AssertAsUnbrokenAsync(this Project project, int migrations)
    {
        using var unbroken = Project(migrations);
        await unbroken.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
        Assert.Equal(unbroken.Content(), project.Content());
        Assert.All(DatabaseFile.Query(project.At("app.db"), "SELECT count(*) FROM witness GROUP BY what"), count => Assert.Equal("1", count));
    }

    private static string InOneUnit(int i) =>
        $"""
        CREATE TABLE t{i} (id INTEGER);
        INSERT INTO witness VALUES ('{i}a');
        INSERT INTO witness VALUES ('{i}b');
        INSERT INTO witness VALUES ('{i}c');
        """;

    private static string BackInOneUnit(int i) =>
        $"""
        DROP TABLE t{i};
        INSERT INTO taken VALUES ('{i}a');
        DELETE FROM witness WHERE what GLOB '{i}[abc]';
        INSERT INTO taken VALUES ('{i}b');
        """;

    private static string BackInUnits(int i) =>
        $"""
        BEGIN;
        DROP TABLE t{i};
        INSERT INTO taken VALUES ('{i}a');
        COMMIT;
        VACUUM;
        DELETE FROM witness WHERE what GLOB '{i}[abc]';
        INSERT INTO taken VALUES ('{i}b');
        """;

    private static string InUnits(int i) =>
        $"""
        BEGIN;
        CREATE TABLE t{i} (id INTEGER);
        INSERT INTO witness VALUES ('{i}a');
        COMMIT;
        VACUUM;
        BEGIN;
        INSERT INTO witness VALUES ('{i}b');
        COMMIT;
        INSERT INTO witness VALUES ('{i}c');
        """;
}

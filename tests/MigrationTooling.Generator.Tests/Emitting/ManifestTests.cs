using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Generator.Tests.Running;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Generator.Tests.Emitting;

/// <summary>The manifest as the compiled program reads it back from its own assembly.</summary>
public class ManifestTests
{
    [Fact]
    public void The_compiled_program_lists_its_migrations_in_order_with_their_texts()
    {
        var manifest = new GuardedProject()
            .With("0010_c.sql", "-- migrate:options irreversible:true\nCREATE TABLE c (id INTEGER);")
            .With("0009_b.up.sql", "CREATE TABLE \"b\" (id INTEGER);\r\n")
            .With("0009_b.down.sql", "DROP TABLE b;")
            .With("0001_a/up.sql", "CREATE TABLE a (id INTEGER);")
            .Run()
            .CompiledManifest();

        Assert.Equal("Migrations", manifest.Name);
        Assert.Equal(["0001_a", "0009_b", "0010_c"], manifest.Select(migration => migration.Id));
        Assert.Equal(["1", "9", "10"], manifest.Select(migration => migration.Version.ToString()));
        Assert.Equal(["a", "b", "c"], manifest.Select(migration => migration.Name));
        Assert.Equal("h1:" + Checksum.H1("CREATE TABLE \"b\" (id INTEGER);\n"), manifest[1].UpChecksum);
        Assert.Equal("h1:" + Checksum.H1("DROP TABLE b;"), manifest[1].DownChecksum);
        Assert.True(manifest[2].Options.Irreversible);
        using var text = manifest[1].Script(Direction.Up, Dialect.Sqlite)!.OpenText();
        Assert.Equal("CREATE TABLE \"b\" (id INTEGER);\n", text.ReadToEnd());
    }

    [Fact]
    public void A_locked_migration_says_so()
    {
        var manifest = new GuardedProject()
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);")
            .Locked()
            .With("0002_b.sql", "CREATE TABLE b (id INTEGER);")
            .Run()
            .CompiledManifest();

        Assert.Equal([true, false], manifest.Select(migration => migration.IsLocked));
    }

    [Fact]
    public void A_directory_without_scripts_is_an_empty_manifest() => Assert.Empty(new GuardedProject().Run().CompiledManifest());

    [Fact]
    public void Two_sets_become_two_classes_each_with_its_own_scripts()
    {
        var run = new GuardedProject(GuardedProject.Settings("Lite", "", "db/sqlite"), GuardedProject.Settings("Pg", "My-Shop.2D", "../pg"))
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);", "db/sqlite")
            .Run();

        Assert.Equal(["0001_a"], run.CompiledManifest("Lite").Select(migration => migration.Id));
        Assert.Empty(run.CompiledManifest("My_Shop._2D.Pg"));
    }

    [Fact]
    public void A_set_inside_another_set_is_its_own()
    {
        var run = new GuardedProject(GuardedProject.Settings("Outer"), GuardedProject.Settings("Inner", directory: "migrations/inner"))
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);")
            .With("0001_b.sql", "CREATE TABLE b (id INTEGER);", "migrations/inner")
            .Run();

        Assert.Equal(["0001_b"], run.CompiledManifest("Shop.Inner").Select(migration => migration.Id));
    }

    [Fact]
    public void A_manifest_is_made_beside_findings_so_that_code_which_names_it_adds_no_errors()
    {
        var run = new GuardedProject()
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);")
            .With("0001_A.sql", "SELECT 'never ends")
            .With("nobody knows.sql", "")
            .Run();

        Assert.NotEmpty(run.Findings);
        Assert.NotEmpty(run.CompiledManifest());
    }

    [Fact]
    public void The_assembly_carries_the_digest_of_each_manifest_and_of_the_facts()
    {
        var project = new GuardedProject().With("0001_a.sql", "CREATE TABLE a (id INTEGER);");
        var before = Metadata(project.Run());
        var after = Metadata(project.With("0001_a.sql", "CREATE TABLE a (id TEXT);").Run());

        Assert.Matches("^global::Shop\\.Migrations format 2 pages 1 h1:[0-9a-f]{64} resources Shop\\.Migrations/$", before["MigrationTooling.Manifest"]);
        Assert.NotEqual(before["MigrationTooling.Manifest"], after["MigrationTooling.Manifest"]);
        Assert.Matches("^[0-9a-f]{64}$", before["MigrationTooling.Facts"]);
        Assert.NotEqual(before["MigrationTooling.Facts"], after["MigrationTooling.Facts"]);

        static Dictionary<string, string?> Metadata(GuardedRun run) =>
            run.Compile().GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
    }

    [Fact]
    public void A_manifest_of_many_pages_is_whole()
    {
        var project = Many(600);

        var manifest = project.Run().CompiledManifest();

        Assert.Equal(Enumerable.Range(1, 600).Select(number => number.ToString(CultureInfo.InvariantCulture)), manifest.Select(migration => migration.Version.ToString()));
    }

    [Fact]
    public void An_edited_script_writes_only_its_page_again()
    {
        var project = Many(600);
        project.Run();

        project.Type("0300_step.sql", "CREATE TABLE edited (id INTEGER);"u8.ToArray());
        var run = project.Run();

        Assert.Equal("Modified:1 Unchanged:2", run.Reasons(StepNames.Pages));
        Assert.Equal("Modified:1 Cached:2", run.Reasons(StepNames.PageSources));
    }

    [Fact]
    public void A_script_that_the_compiler_does_not_read_is_in_the_manifest_with_its_checksum()
    {
        byte[] large = Encoding.UTF8.GetBytes("CREATE TABLE big (id INTEGER);");

        var manifest = new GuardedProject().Carrying("0001_big.sql", large).Run().CompiledManifest();

        Assert.Equal("h1:" + Checksum.H1("CREATE TABLE big (id INTEGER);"), manifest[0].UpChecksum);
        Assert.Equal(large.Length, manifest[0].Scripts[0].Length);
    }

    [Fact]
    public void A_project_without_the_package_gets_nothing()
    {
        var project = new GuardedProject().With("0001_a.sql", "SELECT 'never ends");
        project.WithSetting("build_property.MigrationToolingFacts", null);

        var run = project.Run();

        Assert.Empty(run.Findings);
        Assert.Empty(run.SourceNames);
    }

    private static GuardedProject Many(int count)
    {
        var project = new GuardedProject();
        for (int number = 1; number <= count; number++)
        {
            project.Type(FormattableString.Invariant($"{number:D4}_step.sql"), Encoding.UTF8.GetBytes(FormattableString.Invariant($"CREATE TABLE t{number} (id INTEGER);")));
        }

        project.Gather();
        return project;
    }
}

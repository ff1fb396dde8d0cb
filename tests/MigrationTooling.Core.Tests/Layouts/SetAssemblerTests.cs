using System;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using Xunit;
using static MigrationTooling.Core.Tests.Rules.Sets;

namespace MigrationTooling.Core.Tests.Layouts;

public sealed class SetAssemblerTests
{
    [Fact]
    public void Numbers_of_any_width_side_by_side_come_in_number_order() =>
        Assert.Equal(
            ["0_initial", "1_a", "2_b", "010_c", "11_d", "20240101_e", "202601016134308_f"],
            Migrations(File("11_d.sql"), File("1_a.sql"), File("010_c.sql"), File("202601016134308_f.sql"), File("0_initial.sql"), File("20240101_e.sql"), File("2_b.sql")).Select(m => m.Id));

    [Fact]
    public void The_order_of_the_files_plays_no_part()
    {
        FileFacts[] files = [File("1_a.up.sql"), File("1_a.down.sql"), File("x.sql"), File("2_b.up.sql"), File("02_c.sql"), File("3_d.mysql.sql")];

        Assert.Equal(SetAssembler.Assemble(files), SetAssembler.Assemble(files.Reverse().ToArray()));
    }

    [Fact]
    public void Scripts_stand_by_direction_then_generic_before_variants()
    {
        var migration = Migrations(File("1_a.postgres.down.sql"), File("1_a.down.sql"), File("1_a.postgres.up.sql"), File("1_a.sqlite.up.sql"), File("1_a.up.sql")).Single();

        Assert.Equal(
            ["1_a.up.sql", "1_a.sqlite.up.sql", "1_a.postgres.up.sql", "1_a.down.sql", "1_a.postgres.down.sql"],
            migration.Scripts.Select(script => script.Path));
    }

    [Fact]
    public void Autocommit_in_the_name_is_the_option_of_that_script_alone()
    {
        var migration = SetAssembler.Assemble([Read("1_a.postgres.autocommit.up.sql", "select 1;"), Read("1_a.sqlite.up.sql", "select 1;")]).Migrations.Single();

        Assert.True(migration.Options.Transaction);
        Assert.Equal([true, false], migration.Scripts.Select(script => script.Options.Transaction));
    }

    [Fact]
    public void Autocommit_in_the_name_is_the_option_that_a_text_may_say_too()
    {
        string named = Read("1_a.autocommit.up.sql", "select 1;").Sections[0].S1;

        Assert.Equal(Read("1_a.up.sql", "-- migrate:options transaction:false\nselect 1;").Sections[0].S1, named);
        Assert.NotEqual(Read("1_a.up.sql", "select 1;").Sections[0].S1, named);
        Assert.True(Read("1_a.autocommit.up.sql", "-- migrate:options transaction:true\nselect 1;").Sections[0].Options.Transaction);
    }

    [Fact]
    public void The_options_are_the_generic_up_script_s()
    {
        var rerunnable = MigrationOptions.Default with { Rerunnable = true };
        var file = File("1_a.up.sql");
        var section = file.Sections[0] with { Options = rerunnable };

        var migration = Migrations(File("1_a.sqlite.up.sql"), file with { Sections = EquatableList.Of(section) }).Single();

        Assert.Equal(rerunnable, migration.Options);
    }

    [Fact]
    public void A_flyway_undo_belongs_to_its_version_whatever_its_name()
    {
        var migration = Migrations(File("V1_2__orders.sql"), File("U1_2__take_back.sql")).Single();

        Assert.Equal(["V1_2__orders.sql", "U1_2__take_back.sql"], migration.Scripts.Select(script => script.Path));
    }

    [Theory]
    [InlineData("Δοκιμή", "001_Δοκιμή")]
    [InlineData("with spaces", "001_with spaces")]
    public void Unusual_names_are_ids_as_they_are(string name, string id) => Assert.Equal(id, Migrations(File($"001_{name}.sql")).Single().Id);

    [Fact]
    public void A_name_of_300_characters_is_an_id_as_it_is()
    {
        string id = "001_" + new string('x', 296);

        Assert.Equal([id], Migrations(File(id + ".sql")).Select(m => m.Id));
    }

    [Fact]
    public void A_down_for_a_dialect_that_no_up_is_for_is_not_placed()
    {
        var set = SetAssembler.Assemble([File("1_a.sqlite.up.sql"), File("1_a.sqlite.down.sql"), File("1_a.postgres.down.sql")]);

        Assert.Equal(["1_a.postgres.down.sql is a down script for postgresql, but 1_a has no up script for it."], set.Findings.Select(f => f.Message));
        Assert.Equal(2, set.Migrations.Single().Scripts.Count);
    }

    [Fact]
    public void Every_file_is_placed_or_found_fault_with()
    {
        string[] paths = ["1_a.sql", "1_a.down.sql", "2_b.down.sql", "x.sql", "V3__c.sql", "U4__d.sql", "5_e.mysql.sql", "R__f.sql", "6/up.sql", "down.sql", "1_a.up.sql"];

        var set = SetAssembler.Assemble(paths.Select(path => File(path)).ToArray());

        var accounted = set.Migrations.SelectMany(m => m.Scripts).Select(script => script.Path).Concat(set.Findings.Select(f => f.File)).Distinct();
        Assert.Equal(paths.Order(StringComparer.Ordinal), accounted.Order(StringComparer.Ordinal));
    }

    private static FileFacts Read(string path, string text) => FileFactsReader.Read(path, text, Dialect.Both);
}

using System;
using System.Linq;
using System.Reflection;
using MigrationTooling.Generator.Emitting;
using MigrationTooling.Generator.Tests.Running;
using Xunit;

namespace MigrationTooling.Generator.Tests.Emitting;

public class IdsTests
{
    [Fact]
    public void Each_id_is_a_constant_of_the_compiled_program()
    {
        var constants = new GuardedProject()
            .With("0001_a.sql", "SELECT 1;")
            .With("V2__add \"x\" & <y>.sql", "SELECT 1;")
            .With("3-größe.sql", "SELECT 1;")
            .Run()
            .Compile()
            .GetType("Shop.Migrations+Ids", throwOnError: true)!
            .GetFields()
            .ToDictionary(field => field.Name, field => field.GetRawConstantValue());

        Assert.Equal("0001_a", constants["_0001_a"]);
        Assert.Equal("V2__add \"x\" & <y>", constants["V2__add__x_____y_"]);
        Assert.Equal("3-größe", constants["_3_größe"]);
        Assert.Equal(3, constants.Count);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(300)]
    public void Many_ids_are_one_class_in_files_of_which_a_migration_at_the_end_changes_the_last(int count)
    {
        var project = new GuardedProject();
        foreach (int number in Enumerable.Range(1, count))
        {
            project.Type($"{number:0000}_a.sql", "SELECT 1;"u8.ToArray());
        }

        // Its constant would be called as the first one's.
        project.Type("0001-a.sql", "SELECT 1;"u8.ToArray());
        project.Gather();
        var first = project.Run();
        project.Type($"{count + 1:0000}_a.sql", "SELECT 1;"u8.ToArray());
        project.Run();
        project.Gather();
        var second = project.Run();

        var type = second.Compile().GetType("Shop.Migrations+Ids", throwOnError: true)!;
        Assert.Equal(count + 2, type.GetFields().Length);
        Assert.Equal($"{count + 1:0000}_a", type.GetField($"_{count + 1:0000}_a")!.GetRawConstantValue());
        string[] files = first.SourceNames.Where(name => name.Contains(".Ids", StringComparison.Ordinal)).ToArray();
        Assert.Equal((count + 256) / 256, files.Length);
        Assert.All(files.SkipLast(1), name => Assert.Equal(first.Source(name), second.Source(name)));
    }

    [Theory]
    [InlineData("a b,a-b,a.b", "a_b,a_b_2,a_b_3")]
    [InlineData("a b,a-b,a_b_2", "a_b,a_b_3,a_b_2")]
    [InlineData("Ids,ToString,Equals", "Ids_2,ToString_2,Equals_2")]
    [InlineData("class,record,1", "@class,@record,_1")]
    public void Ids_that_come_out_alike_are_told_apart(string ids, string identifiers) =>
        Assert.Equal(identifiers.Split(','), Identifiers.ForIds(ids.Split(',')));

    [Fact]
    public void An_id_at_the_end_renames_no_constant_before_it()
    {
        string[] ids = ["a b", "a-b", "Ids"];

        Assert.Equal(Identifiers.ForIds(ids), Identifiers.ForIds([.. ids, "a_b"]).Take(ids.Length).Select((name, i) => i == 1 ? "a_b_2" : name));
    }

    [Fact]
    public void A_character_that_names_ignore_does_not_make_two_ids_one_constant() =>
        Assert.Equal(["a_b", "ab"], Identifiers.ForIds(["a\u200Db", "ab"]));
}

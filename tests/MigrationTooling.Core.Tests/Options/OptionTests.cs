using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using Xunit;

namespace MigrationTooling.Core.Tests.Options;

public class OptionTests
{
    [Fact]
    public void A_script_without_options_runs_in_a_transaction_and_is_stored() =>
        Assert.Equal(new MigrationOptions(Transaction: true, Rerunnable: false, Irreversible: false, ForeignKeys: false, Store: true), Options("SELECT 1;"));

    [Theory]
    [InlineData("true", true)]
    [InlineData("on", true)]
    [InlineData("ON", true)]
    [InlineData("false", false)]
    [InlineData("off", false)]
    public void Every_option_takes_every_spelling_of_a_value(string spelling, bool value)
    {
        Assert.Equal(value, Options($"-- migrate:options transaction:{spelling}\n").Transaction);
        Assert.Equal(value, Options($"-- migrate:options rerunnable:{spelling}\n").Rerunnable);
        Assert.Equal(value, Options($"-- migrate:options irreversible:{spelling}\n").Irreversible);
        Assert.Equal(value, Options($"-- migrate:options foreign_keys:{spelling}\n").ForeignKeys);
        Assert.Equal(value, Options($"-- migrate:options store:{spelling}\n").Store);
    }

    [Theory]
    [InlineData("\n\n  -- migrate:options store:false\nSELECT 1;")]
    [InlineData("--migrate:options store:false")]
    [InlineData("/* licence */ -- migrate:options store:false")]
    [InlineData("-- migrate:options\tstore:false\t\nSELECT 1;")]
    [InlineData("\uFEFF-- migrate:options store:false\r\nSELECT 1;\r\n")]
    [InlineData(";\n-- migrate:options store:false\nSELECT 1;")]
    public void Options_may_stand_anywhere_before_the_first_statement(string text)
    {
        var facts = Read(text);

        Assert.Equal(new MigrationOptions(Store: false), facts.Options);
        Assert.Equal(facts.Options, facts.Sections[0].Options);
        Assert.Empty(facts.Problems);
    }

    [Theory]
    [InlineData("/* -- migrate:options store:false */")]
    [InlineData("SELECT '\n-- migrate:options store:false\n';")]
    [InlineData("-- use migrate:options store:false")]
    [InlineData("-- migrate: options store:false")]
    public void What_only_looks_like_an_option_is_none(string text)
    {
        Assert.Equal(MigrationOptions.Default, Options(text));
        Assert.Empty(Read(text).Problems);
    }

    [Theory]
    [InlineData("-- migrate:up\n-- no-transaction\nSELECT 1;")]
    [InlineData("\n-- no-transaction\nSELECT 1;")]
    public void A_sqlx_marker_that_is_not_the_first_line_is_reported(string text) =>
        Assert.Equal(["MIG0102"], Read(text).Problems.Select(p => p.RuleId));

    [Fact]
    public void A_section_overrides_the_leading_comment_and_leaves_the_other_section_alone()
    {
        var facts = Read("-- migrate:options transaction:false store:false\n-- migrate:up transaction:true\nSELECT 1;\n-- migrate:down\nSELECT 2;");

        Assert.Equal(new MigrationOptions(Transaction: true, Store: false), facts.Sections[0].Options);
        Assert.Equal(new MigrationOptions(Transaction: false, Store: false), facts.Sections[1].Options);
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public void An_option_in_the_marker_and_again_below_it_is_given_twice()
    {
        var problem = Assert.Single(Read("-- migrate:up store:false\n-- migrate:options store:false\nSELECT 1;").Problems);

        Assert.Equal("The option 'store' is given twice.", problem.Message);
    }

    [Theory]
    [InlineData("transacton", "Did you mean 'transaction'?")]
    [InlineData("rernnuable", "Did you mean 'rerunnable'?")]
    [InlineData("STORE", "Did you mean 'store'?")]
    [InlineData("foreignkeys", "Did you mean 'foreign_keys'?")]
    [InlineData("timeout", "Known options are foreign_keys, irreversible, rerunnable, store, transaction.")]
    public void An_unknown_option_is_answered_with_the_nearest_one(string word, string fix)
    {
        var problem = Assert.Single(Read($"-- migrate:options {word}:true\n").Problems);

        Assert.Equal("MIG0102", problem.RuleId);
        Assert.Equal($"There is no option '{word}'.", problem.Message);
        Assert.Equal(fix, problem.Fix);
    }

    private static MigrationOptions Options(string text) => Read(text).Options;

    private static FileFacts Read(string text) => FileFactsReader.Read("a.sql", text, Dialect.Sqlite);
}

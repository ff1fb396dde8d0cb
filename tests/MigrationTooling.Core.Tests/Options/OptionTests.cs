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
    [InlineData("timeout", "Known options are batch, foreign_keys, irreversible, pause, rerunnable, store, transaction.")]
    public void An_unknown_option_is_answered_with_the_nearest_one(string word, string fix)
    {
        var problem = Assert.Single(Read($"-- migrate:options {word}:true\n").Problems);

        Assert.Equal("MIG0102", problem.RuleId);
        Assert.Equal($"There is no option '{word}'.", problem.Message);
        Assert.Equal(fix, problem.Fix);
    }

    [Theory]
    [InlineData("batch:10000", 10000, null)]
    [InlineData("batch:1 pause:250ms", 1, 250)]
    [InlineData("pause:2s batch:5", 5, 2000)]
    public void Batches_have_a_size_and_perhaps_a_pause(string options, int rows, int? pause)
    {
        var read = Options($"-- migrate:options {options}\nDELETE FROM a WHERE b LIMIT 1;");

        Assert.Equal((rows, pause), (read.Batch, (int?)read.Pause?.TotalMilliseconds));
    }

    [Theory]
    [InlineData("batch:0")]
    [InlineData("batch:-1")]
    [InlineData("batch:many")]
    [InlineData("batch:true")]
    [InlineData("batch:99999999999")]
    [InlineData("pause:5")]
    [InlineData("pause:0s")]
    [InlineData("pause:s")]
    [InlineData("pause:ms")]
    [InlineData("pause:1.5s")]
    public void A_size_or_a_pause_that_is_none_is_reported(string option) =>
        Assert.Contains(Read($"-- migrate:options {option}\nDELETE FROM a WHERE b;").Problems, p => p.RuleId == "MIG0102" && p.Message.Contains("can't be", System.StringComparison.Ordinal));

    [Theory]
    [InlineData("batch:5\nUPDATE a SET b = 1 WHERE b IS NULL; SELECT 1;", "A script with batch:5 holds one statement, and this one holds more.")]
    [InlineData("batch:5\n", "A script with batch:5 holds one statement, and this one holds none.")]
    [InlineData("batch:5\nBEGIN; DELETE FROM a WHERE b; COMMIT;", "A script with batch:5 holds one statement, and this one holds more.")]
    [InlineData("batch:5\nCREATE TABLE a AS SELECT 1 WHERE 1;", "A script with 'batch' holds an UPDATE, a DELETE or an INSERT, which is run until it changes no row.")]
    [InlineData("batch:5\nUPDATE a SET b = 1;", "The statement would never end: without a WHERE it finds the same rows in each batch.")]
    [InlineData("batch:5 transaction:false\nDELETE FROM a WHERE b;", "'batch' and 'transaction:false' exclude each other: each batch is a transaction.")]
    [InlineData("pause:5s\nDELETE FROM a WHERE b;", "'pause' stands without 'batch': there is nothing to pause between.")]
    public void A_script_that_could_not_run_in_batches_is_reported(string text, string message) =>
        Assert.Equal([message], Read("-- migrate:options " + text).Problems.Where(p => p.RuleId == "MIG0102").Select(p => p.Message));

    [Theory]
    [InlineData("UPDATE a SET b = 1 WHERE id IN (SELECT id FROM a WHERE b IS NULL LIMIT 5)")]
    [InlineData("with x as (select id from a where b is null limit 5) delete from a where id in (select id from x)")]
    [InlineData("insert into b select id from a except select id from b limit 5")]
    public void One_statement_that_says_what_is_left_may_run_in_batches(string statement) =>
        Assert.Empty(Read("-- migrate:options batch:5\n" + statement).Problems);

    [Fact]
    public void A_down_script_does_not_run_in_batches()
    {
        const string Text = "-- migrate:options batch:5\nDELETE FROM a WHERE b;";

        Assert.Equal(["A down script can't run in batches."], FileFactsReader.Read("1_a.down.sql", Text, Dialect.Sqlite).Problems.Select(p => p.Message));
        Assert.Equal(
            ["A down script can't run in batches."],
            Read("-- migrate:up\nSELECT 1;\n-- migrate:down batch:5\nDELETE FROM a WHERE b;").Problems.Select(p => p.Message));
    }

    [Fact]
    public void The_size_of_a_batch_and_the_pause_leave_s1_as_it_is_and_that_there_are_batches_does_not()
    {
        const string Delete = "DELETE FROM a WHERE b;";
        string small = S1("-- migrate:options batch:5\n" + Delete), large = S1("-- migrate:options batch:5000 pause:1s\n" + Delete);

        Assert.Equal(small, large);
        Assert.NotEqual(small, S1(Delete));
    }

    private static string S1(string text) => Read(text).Sections[0].S1;

    private static MigrationOptions Options(string text) => Read(text).Options;

    private static FileFacts Read(string text) => FileFactsReader.Read("a.sql", text, Dialect.Sqlite);
}

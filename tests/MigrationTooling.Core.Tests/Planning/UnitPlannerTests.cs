using System.IO;
using System.Linq;
using MigrationTooling.Checksums;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public sealed class UnitPlannerTests
{
    private static ScriptPlan Plan(string script, MigrationOptions? options = null) =>
        UnitPlanner.Plan(new StringReader(script), TextPlace.Start, options ?? MigrationOptions.Default, Dialect.Sqlite);

    /// <summary>A plan as <c>first+count/statements</c> a unit, with a star where it is outside a transaction.</summary>
    private static string Shape(ScriptPlan plan) =>
        string.Join(" ", plan.Units.Select(u => $"{u.First}+{u.Count}/{u.Statements}{(u.InTransaction ? "" : "*")}"));

    [Theory]
    [InlineData("", "0+0/0")]
    [InlineData("-- only a comment", "0+0/0")]
    [InlineData("SELECT 1; SELECT 2", "0+2/2")]
    [InlineData("BEGIN; SELECT 1; COMMIT;", "0+3/1")]
    [InlineData("PRAGMA foreign_keys=off; BEGIN TRANSACTION; SELECT 1; SELECT 2; END; PRAGMA foreign_keys=on;", "0+6/2")]
    [InlineData("SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3; SELECT 4;", "0+1/1 1+3/1 4+2/2")]
    [InlineData("SELECT 1; VACUUM; SELECT 2;", "0+1/1 1+1/1* 2+1/1")]
    [InlineData("VACUUM", "0+1/1*")]
    [InlineData("PRAGMA journal_mode=WAL; PRAGMA user_version=3;", "0+1/1* 1+1/1")]
    [InlineData("ATTACH 'x' AS y; SELECT 1; DETACH y;", "0+1/1* 1+1/1 2+1/1*")]
    [InlineData("SAVEPOINT s; SELECT 1; ROLLBACK TO s; RELEASE s;", "0+4/4")]
    [InlineData("BEGIN; COMMIT; BEGIN; SELECT 1; COMMIT;", "0+5/1")]
    public void A_script_is_cut_into_its_units(string script, string shape) => Assert.Equal(shape, Shape(Plan(script)));

    [Theory]
    [InlineData("-- migrate:todo users", "1,1 MIG0113")]
    [InlineData("-- migrate:options transaction:false\n--migrate:todo", "2,1 MIG0113")]
    [InlineData("-- migrate:todo\nSELECT 1;", "")]
    [InlineData("-- migrate:todos", "")]
    [InlineData("-- todo", "")]
    public void A_script_that_waits_to_be_written_is_refused_while_it_has_no_statement(string script, string refusals) =>
        Assert.Equal(refusals, string.Join(" ", Plan(script).Refusals.Select(r => $"{r.Place.Line},{r.Place.Column} {r.Rule.Id}")));

    [Fact]
    public void With_transaction_false_each_statement_is_a_unit_and_its_own_blocks_stay_together() =>
        Assert.Equal("0+1/1 1+4/2 5+1/1", Shape(Plan("SELECT 1; BEGIN; SELECT 2; SELECT 3; COMMIT; SELECT 4;", new MigrationOptions(Transaction: false))));

    [Theory]
    [InlineData("PRAGMA foreign_keys = ON; SELECT 1;", true)]
    [InlineData("PRAGMA foreign_keys=1; SELECT 1;", true)]
    [InlineData("pragma main.foreign_keys(yes); SELECT 1;", true)]
    [InlineData("PRAGMA \"foreign_keys\" = 'true'; SELECT 1;", true)]
    [InlineData("PRAGMA foreign_keys = OFF; SELECT 1; PRAGMA foreign_keys = ON;", false)]
    [InlineData("SELECT 1; PRAGMA foreign_keys = ON;", false)]
    [InlineData("PRAGMA foreign_keys = 0; SELECT 1;", false)]
    [InlineData("PRAGMA foreign_keys; SELECT 1;", false)]
    public void A_leading_pragma_foreign_keys_is_an_option(string script, bool on) => Assert.Equal(on, Plan(script).ForeignKeys);

    [Fact]
    public void The_option_wins_over_the_pragma() =>
        Assert.True(Plan("PRAGMA foreign_keys = OFF; SELECT 1;", new MigrationOptions(ForeignKeys: true)).ForeignKeys);

    [Theory]
    [InlineData("PRAGMA legacy_alter_table = ON;", true)]
    [InlineData("CREATE TEMP TABLE t (id);", true)]
    [InlineData("CREATE TEMPORARY VIEW v AS SELECT 1;", true)]
    [InlineData("ATTACH 'x' AS y;", true)]
    [InlineData("PRAGMA foreign_keys = OFF; CREATE TABLE t (id);", false)]
    public void What_outlives_a_transaction_is_known(string script, bool leaves) => Assert.Equal(leaves, Plan(script).LeavesSessionState);

    [Fact]
    public void A_units_hash_is_that_of_its_tokens()
    {
        string Hash(string script) => Plan(script).Units[0].S1;

        Assert.Equal(Hash("BEGIN; SELECT 1, 2; COMMIT;"), Hash("SELECT  1,\n 2 -- two\n;"));
        Assert.NotEqual(Hash("SELECT 1, 2;"), Hash("SELECT 1, 3;"));
        Assert.NotEqual(Hash("SELECT 1; SELECT 2;"), Hash("SELECT 1 SELECT 2"));
    }

    [Fact]
    public void A_trigger_body_is_one_statement_and_no_transaction_control() =>
        Assert.Equal("0+2/2", Shape(Plan("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; END; SELECT 1;")));

    [Theory]
    [InlineData("COMMIT;", "COMMIT ends no transaction that the script began, or in a way that can't be recorded with it.", "1:1")]
    [InlineData("SELECT 1;\n END;", "END ends no transaction that the script began, or in a way that can't be recorded with it.", "2:2")]
    [InlineData("BEGIN; SELECT 1; ROLLBACK;", "ROLLBACK ends no transaction that the script began, or in a way that can't be recorded with it.", "1:18")]
    [InlineData("BEGIN; BEGIN; COMMIT;", "A transaction is begun inside another one.", "1:8")]
    [InlineData("SELECT 1;\nBEGIN;", "This transaction is begun and never committed.", "2:1")]
    [InlineData("BEGIN; VACUUM; COMMIT;", "VACUUM can't run inside a transaction, and the script begins one before it.", "1:8")]
    public void What_cannot_be_recorded_with_its_history_is_refused_at_its_place(string script, string message, string place)
    {
        var refusal = Plan(script).Refusals[0];

        Assert.Equal(("MIG0107", message, place), (refusal.Rule.Id, refusal.Message, $"{refusal.Place.Line}:{refusal.Place.Column}"));
    }

    [Fact]
    public void An_unterminated_string_is_refused() => Assert.Equal("MIG0103", Assert.Single(Plan("SELECT 'open").Refusals).Rule.Id);

    [Fact]
    public void A_reader_gives_out_each_units_statements_and_knows_a_changed_text()
    {
        const string Script = "BEGIN; SELECT 1; SELECT 2; COMMIT; PRAGMA foreign_keys=ON; SELECT 3;";
        var plan = Plan(Script);
        string h1 = Checksum.H1(Script);

        Assert.Equal(["0:SELECT 1", "0:SELECT 2", "0:True", "1:SELECT 3", "1:True"], Read(Script));
        Assert.Equal(["0:SELECT 1", "0:SELECT 2", "0:True", "1:SELECT 4", "1:False"], Read(Script.Replace('3', '4')));
        Assert.Equal(["0:SELECT 1", "0:SELECT 2", "0:True", "1:SELECT 3", "1:False"], Read(Script + " SELECT 5;"));
        Assert.Equal(["0:SELECT 1", "0:SELECT 2", "0:True", "1:SELECT 3", "1:False"], Read(Script + " -- a comment"));

        string[] Read(string text)
        {
            using var reader = new UnitReader(new StringReader(text), TextPlace.Start, Dialect.Sqlite, plan);
            var read = new System.Collections.Generic.List<string>();
            for (int unit = 0; unit < plan.Units.Count; unit++)
            {
                while (reader.TryRead(unit, out var statement))
                {
                    read.Add($"{unit}:{statement.Text}");
                }

                read.Add($"{unit}:{reader.IsAsPlanned(unit, h1)}");
            }

            return read.ToArray();
        }
    }
}

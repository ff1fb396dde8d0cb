using System.IO;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

public sealed class PostgreSqlUnitTests
{
    private static ScriptPlan Plan(string script) =>
        UnitPlanner.Plan(new StringReader(script), TextPlace.Start, MigrationOptions.Default, Dialect.PostgreSql);

    /// <summary>A plan as <c>first+count</c> a unit, with a star where it is outside a transaction.</summary>
    private static string Shape(string script) =>
        string.Join(" ", Plan(script).Units.Select(u => $"{u.First}+{u.Count}{(u.InTransaction ? "" : "*")}"));

    [Theory]
    [InlineData("CREATE TABLE t (a int); INSERT INTO t VALUES (1);", "0+2")]
    [InlineData("SELECT 1; SELECT 2; CREATE INDEX CONCURRENTLY i ON t (a); SELECT 3; SELECT 4; VACUUM t", "0+2 2+1* 3+2 5+1*")]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a); DROP INDEX CONCURRENTLY i;", "0+1* 1+1*")]
    [InlineData("SET lock_timeout = 0; BEGIN; SELECT 1; COMMIT; REINDEX TABLE CONCURRENTLY t;", "0+1 1+3 4+1*")]
    public void What_runs_between_two_statements_outside_a_transaction_is_one_unit(string script, string shape) => Assert.Equal(shape, Shape(script));

    [Theory]
    [InlineData("ALTER TYPE e ADD VALUE 'c'; SELECT 1;", "0+2")]
    [InlineData("SELECT 1; ALTER TYPE e ADD VALUE 'c'; SELECT 2; INSERT INTO t VALUES ('c'); SELECT 3;", "0+3 3+2")]
    [InlineData("ALTER TYPE e ADD VALUE 'c'; ALTER TYPE e ADD VALUE 'd' AFTER 'c'; UPDATE t SET a = 'd' WHERE a = 'c';", "0+2 2+1")]
    [InlineData("ALTER TYPE s.\"E\" ADD VALUE IF NOT EXISTS 'it''s'; DO $$BEGIN INSERT INTO t VALUES ('it''s'); END$$;", "0+1 1+1")]
    [InlineData("CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'c'; INSERT INTO t VALUES ('c');", "0+3")]
    [InlineData("CREATE TYPE f AS ENUM ('a'); ALTER TYPE e ADD VALUE 'c'; INSERT INTO t VALUES ('c');", "0+2 2+1")]
    [InlineData("ALTER TYPE e ADD VALUE 'c'; CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$BEGIN PERFORM 'c'::e; END$$;", "0+2")]
    [InlineData("ALTER TYPE e ADD VALUE 'c'; CREATE FUNCTION f() RETURNS e LANGUAGE sql AS $$SELECT 'c'::e$$;", "0+1 1+1")]
    [InlineData("ALTER TYPE e ADD VALUE 'c'; VACUUM; INSERT INTO t VALUES ('c');", "0+1 1+1* 2+1")]
    [InlineData("ALTER TYPE e ADD VALUE 'c'; INSERT INTO t VALUES ('c'); ALTER TYPE e ADD VALUE 'd'; INSERT INTO t VALUES ('d');", "0+1 1+2 3+1")]
    public void A_fresh_enum_label_is_committed_before_it_is_used(string script, string shape) => Assert.Equal(shape, Shape(script));

    [Fact]
    public void Inside_the_scripts_own_transaction_nothing_is_cut() =>
        Assert.Equal("0+4", Shape("BEGIN; ALTER TYPE e ADD VALUE 'c'; INSERT INTO t VALUES ('c'); COMMIT;"));

    [Fact]
    public void A_statement_that_cant_be_in_the_scripts_transaction_is_refused()
    {
        var refusal = Assert.Single(Plan("BEGIN;\nCREATE INDEX CONCURRENTLY i ON t (a);\nCOMMIT;").Refusals);
        Assert.Equal(("MIG0107", 2), (refusal.Rule.Id, refusal.Place.Line));
        Assert.StartsWith("CREATE INDEX CONCURRENTLY can't run inside a transaction", refusal.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SET search_path TO a", true)]
    [InlineData("SET LOCAL x.y = 1", false)]
    [InlineData("SET ROLE r", true)]
    [InlineData("SELECT pg_catalog.set_config('search_path', '', false)", true)]
    [InlineData("CREATE TEMP TABLE t (a int)", true)]
    [InlineData("CREATE TABLE t (a int)", false)]
    [InlineData("DISCARD ALL", true)]
    [InlineData("DECLARE c CURSOR WITH HOLD FOR SELECT 1", true)]
    [InlineData("SET CONSTRAINTS ALL IMMEDIATE", false)]
    public void What_outlives_the_transaction_is_known(string statement, bool leaves) => Assert.Equal(leaves, Plan(statement).LeavesSessionState);

    [Theory]
    [InlineData("SELECT set_config('search_path', 's', false)", true, false)]
    [InlineData("select pg_catalog.set_config('search_path', '', false), Set_Config('a.b', $$c$$, FALSE) AS b", true, false)]
    [InlineData("SELECT /* c */ pg_catalog . set_config('a', E'\\'', false) x", true, false)]
    [InlineData("SELECT set_config('search_path', 's', true)", false, false)]
    [InlineData("SELECT set_config('a', 'b', true), set_config('c', 'd', false)", false, true)]
    [InlineData("SELECT set_config('a', 'b', false), count(*) FROM t", false, true)]
    [InlineData("SELECT set_config('a', 'b', false) FROM t", false, true)]
    [InlineData("SELECT set_config('a.tenant', (SELECT id::text FROM t), false)", false, true)]
    [InlineData("SELECT set_config('a', current_setting('b') || 'c', false)", false, true)]
    [InlineData("SELECT set_config('a', 'b', is_local) FROM t", false, true)]
    [InlineData("SELECT mine.set_config('a', 'b', false)", false, true)]
    [InlineData("SELECT set_config('a', (SELECT 'b'), true)", false, false)]
    [InlineData("SELECT 'set_config'", false, false)]
    [InlineData("SELECT 1", false, false)]
    public void A_select_of_set_config_is_repeated_where_its_values_stand_in_it_and_else_nothing_goes_on_behind_it(string select, bool isRepeated, bool isLost)
    {
        string script = $"BEGIN;\n{select};\nCOMMIT;\nBEGIN;\nSELECT 2;\nCOMMIT;\n";
        var plan = Plan(script);
        using var reader = new UnitReader(new StringReader(script), TextPlace.Start, Dialect.PostgreSql, plan);

        Assert.Equal(isRepeated ? 1 : 0, reader.PassOver(0).Count);
        Assert.Equal(isLost, plan.Temporaries.Any(t => t.IsSetting && t.Made == 0));
        Assert.Empty(Plan(select + ";").Temporaries);
    }
}

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using MigrationTooling.Core.Tests.Sql;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Planning;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Planning;

/// <summary>A plan made along with the checksums is the one that is made of the text by itself, or none.</summary>
public class MadePlanTests
{
    [Fact]
    public void Any_text_is_planned_along_as_it_is_planned_alone()
    {
        for (int seed = 0; seed < 700; seed++)
        {
            AssertSame(NastyText.Any(seed));
            AssertSame(NastyText.Closed(seed));
        }
    }

    [Theory]
    [InlineData(Dialect.PostgreSql, Dialect.PostgreSql)]
    [InlineData(Dialect.Both, Dialect.PostgreSql)]
    [InlineData(Dialect.Both, Dialect.Sqlite)]
    public void Any_text_is_planned_along_as_its_engine_plans_it_or_not_at_all(Dialect written, Dialect engine)
    {
        int told = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            foreach (string text in new[] { NastyText.Any(seed), NastyText.Closed(seed) })
            {
                var (facts, made) = Read(text, written);
                foreach (var plan in made.Where(plan => plan.Dialect == engine))
                {
                    told++;
                    Assert.Equal(
                        WithoutHash(Alone(text, facts.Sections.Single(section => section.Direction == plan.Section), engine)), WithoutHash(plan.Plan));
                }
            }
        }

        Assert.InRange(told, 20, 2900);
    }

    [Theory]
    [InlineData("CREATE TABLE t (a);\nINSERT INTO t VALUES\n(1, 'it''s; -- \"not\" [it] $1 /* $$'),\n(2, x'00');\n")]
    [InlineData("-- migrate:options foreign_keys:on\n/* once; */ UPDATE t SET a = 1 WHERE b != -1;\n")]
    [InlineData("PRAGMA foreign_keys = ON;\nCREATE TEMP TABLE u (a);\nINSERT INTO u SELECT 1;\n")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; END;\n")]
    [InlineData("-- nothing\n")]
    [InlineData("SELECT 'open")]
    public void What_both_engines_read_alike_is_planned_along_for_SQLite(string text)
    {
        var (facts, made) = Read(text, Dialect.Both);

        Assert.Equal(WithoutHash(Alone(text, facts.Sections[0], Dialect.Sqlite)), WithoutHash(Assert.Single(made, plan => plan.Dialect == Dialect.Sqlite).Plan));
    }

    [Theory]
    [InlineData("CREATE TABLE t (a);\nCOPY t FROM STDIN;\n1;2\n\\N\n\\.\nINSERT INTO t VALUES ('it''s; -- $$'), (E'\\'');\n")]
    [InlineData("DO $$ BEGIN PERFORM 1; END $$;\nSET standard_conforming_strings = off; SELECT '\\';';\n")]
    [InlineData("CREATE TYPE mood AS ENUM ('sad');\nALTER TYPE mood RENAME TO mood2;\nDECLARE c CURSOR WITH HOLD FOR SELECT 1;\nSELECT set_config('a.b', 'c', false);\n")]
    [InlineData("BEGIN;\nCREATE TEMP TABLE u (a);\nINSERT INTO u SELECT 1;\nCOMMIT;\n")]
    public void What_every_server_runs_in_one_transaction_is_planned_along_for_PostgreSQL(string text)
    {
        foreach (var written in new[] { Dialect.PostgreSql, Dialect.Both })
        {
            var (facts, made) = Read(text, written);

            Assert.Equal(WithoutHash(Alone(text, facts.Sections[0], Dialect.PostgreSql)), WithoutHash(Assert.Single(made, plan => plan.Dialect == Dialect.PostgreSql).Plan));
        }
    }

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY i ON t (a);")]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY;")]
    [InlineData("ALTER TYPE mood ADD VALUE 'glad';\nINSERT INTO t VALUES ('glad');")]
    [InlineData("BEGIN; VACUUM; COMMIT;")]
    [InlineData("BEGIN; SELECT 1; COMMIT; SELECT 2;")]
    public void What_depends_on_the_server_or_has_several_units_is_not_planned_along_for_PostgreSQL(string text) =>
        Assert.DoesNotContain(Read(text, Dialect.PostgreSql).Made, plan => plan.Dialect == Dialect.PostgreSql);

    [Theory]
    [InlineData("SELECT `a;b`;")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;")]
    public void What_only_SQLite_reads_so_is_not_planned_along_for_PostgreSQL(string text) =>
        Assert.DoesNotContain(Read(text, Dialect.Both).Made, plan => plan.Dialect == Dialect.PostgreSql);

    [Theory]
    [InlineData("SELECT [a;b] FROM t;")]
    [InlineData("SELECT $$;$$;")]
    [InlineData("SELECT $1;")]
    [InlineData("SELECT E'\\';';")]
    [InlineData("SELECT N'a';")]
    [InlineData("SELECT U&'a';")]
    [InlineData("/* /* ; */ SELECT 1; -- */\n")]
    [InlineData("-- a\rSELECT 1;\n")]
    [InlineData("SELECT\v1;")]
    [InlineData("COPY t FROM STDIN;\n1;2\n\\.\n")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;")]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);")]
    [InlineData("SET standard_conforming_strings = off; SELECT '\\\\';';")]
    [InlineData("BEGIN; SELECT 1; COMMIT; SELECT 2;")]
    public void What_SQLite_reads_differently_is_not_planned_along_for_it(string text) =>
        Assert.DoesNotContain(Read(text, Dialect.Both).Made, plan => plan.Dialect == Dialect.Sqlite);

    [Fact]
    public void Each_section_has_its_own_plan()
    {
        const string Text = "-- migrate:up\nCREATE TABLE t (a);\nCREATE TABLE u (a);\n-- migrate:down transaction:false\nDROP TABLE u;\nDROP TABLE t;\n";

        var (_, made) = Read(Text, Dialect.Sqlite);

        Assert.Equal([(Direction.Up, 1, 2), (Direction.Down, 2, 2)], made.Select(plan => (plan.Section!.Value, plan.Plan.Units.Count, plan.Plan.Statements)));
        AssertSame(Text);
    }

    private static void AssertSame(string text)
    {
        var (facts, made) = Read(text, Dialect.Sqlite);

        Assert.All(made, plan => Assert.Equal(Dialect.Sqlite, plan.Dialect));
        Assert.Equal(facts.Sections.Select(section => section.Direction), made.Select(plan => plan.Section));
        Assert.Equal(facts.Sections.Select(section => Alone(text, section, Dialect.Sqlite)), made.Select(plan => plan.Plan));
    }

    private static (FileFacts Facts, List<MadePlan> Made) Read(string text, Dialect dialect)
    {
        var made = new List<MadePlan>();
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return (FileFactsReader.Read(FileNameParser.Parse("1_a.sql"), bytes, dialect, made, null, CancellationToken.None), made);
    }

    private static ScriptPlan Alone(string text, SectionFacts section, Dialect dialect)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return UnitPlanner.Plan(SectionText.Open(TextNormalizer.Normalize(bytes), section.Direction), section.Start, section.Options, dialect);
    }

    private static ScriptPlan WithoutHash(ScriptPlan plan) => plan with { Units = plan.Units.Select(unit => unit with { S1 = "" }).ToEquatableList() };
}

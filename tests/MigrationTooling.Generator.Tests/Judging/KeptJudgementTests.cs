using System.Collections.Immutable;
using System.Linq;
using MigrationTooling.Generator.Judging;
using MigrationTooling.Generator.Reading;
using MigrationTooling.Generator.Tests.Running;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Generator.Tests.Judging;

/// <summary>Generator and analyzer judge once, and only where they were given the very same texts.</summary>
public class KeptJudgementTests
{
    [Fact]
    public void The_same_texts_are_judged_once()
    {
        var project = new GuardedProject().With("0001_a.sql", "SELECT 1;").Locked();

        Assert.Same(Judge(project), Judge(project));
    }

    [Fact]
    public void An_edited_script_is_judged_anew()
    {
        var project = new GuardedProject().With("0001_a.sql", "SELECT 1;").Locked();
        var before = Judge(project);

        project.Type("0001_a.sql", "SELECT 2;"u8.ToArray());

        Assert.NotEqual(before, Judge(project));
        Assert.Single(Judge(project).Sets[0].Verdict.Findings);
    }

    [Fact]
    public void An_edited_lock_is_judged_anew()
    {
        var project = new GuardedProject().With("0001_a.sql", "SELECT 1;").Locked();
        var before = Judge(project);

        project.Type("migrations.lock", "migrations.lock format 1 dialect sqlite\n"u8.ToArray());

        Assert.NotEqual(before, Judge(project));
        Assert.Single(Judge(project).Sets[0].Verdict.Findings);
    }

    [Fact]
    public void A_script_that_is_no_longer_given_is_missed()
    {
        var project = new GuardedProject().With("0001_a.sql", "SELECT 1;").With("0002_b.sql", "SELECT 2;");
        Assert.Empty(Judge(project).Sets[0].Withheld);

        Assert.Equal(["0002_b.sql"], Judge(project, except: "0002_b.sql").Sets[0].Withheld);
    }

    private static JudgedProject Judge(GuardedProject project, string? except = null)
    {
        var texts = project.Texts.Where(text => except is null || !text.Path.EndsWith(except, System.StringComparison.Ordinal)).ToList();
        var facts = texts.Where(text => ProjectFacts.MayBeFactsFile(text.Path)).Select(text => ProjectFacts.Read(text, default)).Single();
        var directories = SetDirectories.Of(facts);
        var locks = LockText.Present([.. texts.Where(text => LockText.IsLock(text.Path)).Select(text => LockText.Read(text, directories, default))]);
        var routes = ScriptRoutes.Of(facts, locks);
        return ProjectJudge.Judge(facts, texts.Select(text => ScriptText.Read(text, routes, default)).ToImmutableArray(), locks)!;
    }
}

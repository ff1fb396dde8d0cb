using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using MigrationTooling.Generator.Tests.Running;
using Xunit;

namespace MigrationTooling.Generator.Tests.Caching;

/// <summary>What runs again after an edit, and what does not. Every <see cref="GuardedProject.Run"/> also proves that nothing runs when nothing changed.</summary>
public class CachingTests
{
    [Fact]
    public void Every_step_is_tracked_under_its_name() => Assert.Empty(ThreeScripts().Locked().Run().Untracked);

    [Fact]
    public void An_edited_script_is_read_again_and_no_other()
    {
        var project = ThreeScripts();
        var first = project.Run();
        Assert.Equal("New:4", first.Reasons(StepNames.Script));

        project.Type("0002_b.sql", "CREATE TABLE other (id INTEGER);"u8.ToArray());
        var second = project.Run();

        Assert.Equal("Modified:1 Cached:3", second.Reasons(StepNames.Script));
        Assert.Equal("Modified:1", second.Reasons(StepNames.Verdicts));
        Assert.Equal("Modified:1", second.Reasons(StepNames.Manifests));
        Assert.Equal("Unchanged:1", second.Reasons(StepNames.Ids));
        Assert.Equal("Cached:1", second.Reasons(StepNames.Facts));
        Assert.Equal("Cached:1", second.Reasons(StepNames.Locks));
    }

    [Fact]
    public void A_script_typed_anew_with_the_same_text_changes_nothing_behind_it()
    {
        var project = ThreeScripts();
        project.Run();

        project.Type("0002_b.sql", "CREATE TABLE b (id INTEGER);"u8.ToArray());
        var second = project.Run();

        Assert.Equal("Unchanged:1 Cached:3", second.Reasons(StepNames.Script));
        Assert.Equal("Cached:1", second.Reasons(StepNames.Verdicts));
    }

    [Fact]
    public void A_saved_script_changes_the_facts_but_not_how_the_others_are_read()
    {
        var project = ThreeScripts().Locked();
        project.Run();

        project.With("0002_b.sql", "CREATE TABLE other (id INTEGER);");
        var second = project.Run();

        Assert.Equal("Modified:1", second.Reasons(StepNames.Facts));
        Assert.Equal("Unchanged:1", second.Reasons(StepNames.Directories));
        Assert.Equal("Unchanged:1", second.Reasons(StepNames.Routes));

        // The facts file itself passes this step too, as a file that is no script.
        Assert.Equal("Modified:1 Unchanged:1 Cached:3", second.Reasons(StepNames.Script));
    }

    [Fact]
    public void An_edit_of_the_lock_reads_no_script_again()
    {
        var project = ThreeScripts().Locked();
        var first = project.Run();
        Assert.Equal("New:1", first.Reasons(StepNames.Lock));

        project.Type("migrations.lock", Encoding.UTF8.GetBytes("migrations.lock format 1 dialect sqlite\nend\n"));
        var second = project.Run();

        Assert.Equal("Modified:1", second.Reasons(StepNames.Lock));
        Assert.Equal("Unchanged:1", second.Reasons(StepNames.Routes));
        Assert.Equal("Unchanged:1 Cached:4", second.Reasons(StepNames.Script));
        Assert.Equal("Modified:1", second.Reasons(StepNames.Verdicts));
    }

    [Fact]
    public void A_lock_of_another_dialect_reads_every_script_again()
    {
        var project = ThreeScripts().Locked();
        project.Run();

        project.Type("migrations.lock", Encoding.UTF8.GetBytes("migrations.lock format 1 dialect postgresql\nend\n"));
        var second = project.Run();

        Assert.Equal("Modified:1", second.Reasons(StepNames.Routes));
        Assert.Contains("Unchanged:5", second.Reasons(StepNames.Script), System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_added_script_is_the_only_one_read()
    {
        var project = ThreeScripts();
        project.Run();

        project.Type("0004_d.sql", "CREATE TABLE d (id INTEGER);"u8.ToArray());
        var second = project.Run();

        Assert.Equal("New:1 Cached:4", second.Reasons(StepNames.Script));
        Assert.Equal("Cached:1", second.Reasons(StepNames.Ids));

        project.Gather();
        var third = project.Run();

        Assert.Equal("Unchanged:1 Cached:4", third.Reasons(StepNames.Script));
        Assert.Equal("Modified:1", third.Reasons(StepNames.Ids));
    }

    [Fact]
    public void An_edit_of_the_code_runs_nothing()
    {
        var project = ThreeScripts().Locked();
        project.Run();

        project.Compilation = project.Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Added;", GuardedProject.ParseOptions));
        var second = project.Run();

        second.AssertNothingRan();
    }

    private static GuardedProject ThreeScripts() => new GuardedProject()
        .With("0001_a.sql", "CREATE TABLE a (id INTEGER);")
        .With("0002_b.sql", "CREATE TABLE b (id INTEGER);")
        .With("0003_c.sql", "CREATE TABLE c (id INTEGER);");
}

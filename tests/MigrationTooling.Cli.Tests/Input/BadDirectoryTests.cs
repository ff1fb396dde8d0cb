using System;
using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Input;

/// <summary>Migrations directories that can't be used: a clear exit 2, and nothing is touched.</summary>
public sealed class BadDirectoryTests : IDisposable
{
    private readonly Project _project = new();

    [Fact]
    public async Task A_missing_directory_names_the_command_that_creates_it()
    {
        var run = await _project.Tool.ExpectAsync(2, "verify");

        Assert.Contains("no migrations directory", run.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate init", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-m", "nowhere")]
    [InlineData("--migrations-dir", "nowhere")]
    public async Task A_directory_that_is_named_and_missing_is_said_with_its_source(string option, string path)
    {
        var run = await _project.Tool.ExpectAsync(2, "verify", option, path);

        Assert.Contains($"{_project.At("nowhere")} (--migrations-dir) does not exist", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_directory_is_not_a_clean_verdict()
    {
        _project.Folder("migrations");

        foreach (string verb in new[] { "verify", "up", "status", "lock" })
        {
            var run = await _project.Tool.ExpectAsync(2, verb, "-u", "sqlite:app.db");
            Assert.Contains("is empty", run.Error, StringComparison.Ordinal);
        }

        Assert.False(_project.Exists("app.db"));
    }

    [Fact]
    public async Task A_directory_that_only_has_its_lock_is_a_project_that_begins()
    {
        await _project.Tool.ExpectAsync(0, "init");

        await _project.Tool.ExpectAsync(0, "verify");
        await _project.Tool.ExpectAsync(0, "up");
    }

    [Fact]
    public async Task Two_candidates_are_both_named()
    {
        _project.Write("a/migrations/001_a.sql", "SELECT 1;").Write("b/migrations/001_b.sql", "SELECT 1;");

        var run = await _project.Tool.ExpectAsync(2, "verify");

        Assert.Contains(_project.At("a/migrations"), run.Error, StringComparison.Ordinal);
        Assert.Contains(_project.At("b/migrations"), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_one_below_is_found_past_build_output_and_packages()
    {
        _project.Write("src/db/Migrations/001_a.sql", "SELECT 1;\n")
            .Write("src/bin/migrations/001_a.sql", "SELECT 1;\n")
            .Write("obj/migrations/001_a.sql", "SELECT 1;\n")
            .Write("node_modules/x/migrations/001_a.sql", "SELECT 1;\n")
            .Write(".git/migrations/001_a.sql", "SELECT 1;\n")
            .Write("src/Efcore/Migrations/Init.cs", "// no SQL here");

        var run = await _project.Tool.ExpectAsync(0, "verify", "-v");

        Assert.Contains($"migrations directory: {_project.At("src/db/Migrations")} (from the only one below", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_inside_the_migrations_directory_it_is_that_one()
    {
        await _project.Tool.ExpectAsync(0, "init");
        _project.Migration("001_a", "SELECT 1;").Delete("migrate.json");

        await new Tool(_project.At("migrations")).ExpectAsync(0, "verify", "--offline");
    }

    [Fact]
    public async Task A_file_in_the_directorys_place_is_said()
    {
        _project.Write("migrations", "I am a file");

        var run = await _project.Tool.ExpectAsync(2, "verify", "-m", "migrations");

        Assert.Contains("is a file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_back_is_named_instead_of_followed_for_ever()
    {
        _project.Migration("001_a", "SELECT 1;").Folder("migrations/sub");
        Directory.CreateSymbolicLink(_project.At("migrations/sub/again"), _project.At("migrations"));

        var run = await _project.Tool.ExpectAsync(2, "verify");

        Assert.Contains($"{_project.At("migrations/sub/again")} leads back", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_linked_folder_elsewhere_belongs_to_the_migrations()
    {
        _project.Migration("001_a", "SELECT 1;").Write("shared/002_b.up.sql", "SELECT 1;\n");
        Directory.CreateSymbolicLink(_project.At("migrations/shared"), _project.At("shared"));

        var verdict = await _project.Tool.ExpectAsync(0, "verify");

        Assert.StartsWith(_project.At("migrations/migrations.lock"), verdict.Output, StringComparison.Ordinal);
        Assert.Contains("2 migrations", verdict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_nothing_is_named_with_its_target()
    {
        _project.Migration("001_a", "SELECT 1;");
        File.CreateSymbolicLink(_project.At("migrations/002_b.up.sql"), _project.At("gone.sql"));

        var run = await _project.Tool.ExpectAsync(2, "verify");

        Assert.Contains($"is a link to {_project.At("gone.sql")}, which does not exist", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_itself_is_an_unreadable_file()
    {
        _project.Migration("001_a", "SELECT 1;");
        File.CreateSymbolicLink(_project.At("migrations/002_b.up.sql"), _project.At("migrations/002_b.up.sql"));

        var run = await _project.Tool.ExpectAsync(2, "verify");

        Assert.Contains("002_b.up.sql", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_may_not_be_listed_is_named()
    {
        using var visitor = new Visitor(_project.Path);
        _project.Migration("001_a", "SELECT 1;").Folder("migrations/closed");
        visitor.TakeAway("migrations/closed");

        var run = await visitor.ExpectAsync(2, "verify");

        Assert.Contains($"{_project.At("migrations/closed")} can't be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_files_that_may_not_be_read_the_first_is_named_each_time()
    {
        using var visitor = new Visitor(_project.Path);
        for (int i = 100; i < 250; i++)
        {
            _project.Migration($"{i}_a", "SELECT 1;");
        }

        foreach (int i in new[] { 117, 180, 249 })
        {
            visitor.TakeAway($"migrations/{i}_a.up.sql");
        }

        for (int i = 0; i < 3; i++)
        {
            var run = await visitor.ExpectAsync(2, "verify");
            Assert.Contains($"{_project.At("migrations/117_a.up.sql")} can't be read", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_named()
    {
        using var visitor = new Visitor(_project.Path);
        _project.Migration("001_a", "SELECT 1;");
        visitor.TakeAway("migrations/001_a.up.sql");

        var run = await visitor.ExpectAsync(2, "verify");

        Assert.Contains($"{_project.At("migrations/001_a.up.sql")} can't be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkout_that_may_only_be_read_still_runs_and_says_what_it_could_not_lock()
    {
        using var visitor = new Visitor(_project.Path);
        using var data = new TempFolder();
        visitor.Open(data.Path);
        _project.Migration("001_a", "CREATE TABLE a (id INTEGER);");

        var run = await visitor.ExpectAsync(0, "up", "-u", "sqlite:" + data.At("app.db"));
        var refused = await visitor.ExpectAsync(1, "lock");

        Assert.Contains("warning: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("What was applied stays applied.", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 applied migration is not locked yet: dotnet migrate lock", run.Error, StringComparison.Ordinal);
        Assert.Contains("migrations.lock can't be written", refused.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_project.At("migrations")));
    }

    [Fact]
    public async Task Rename_and_add_in_a_checkout_that_may_only_be_read_leave_every_name_as_it_was()
    {
        using var visitor = new Visitor(_project.Path);
        _project.Migration("001_a", "SELECT 1;", "SELECT 1;");

        await visitor.ExpectAsync(1, "rename", "001_a", "001_b");
        await visitor.ExpectAsync(1, "add", "another");

        Assert.Equal(["001_a.down.sql", "001_a.up.sql"], _project.Migrations());
    }

    [Fact]
    public async Task Files_renamed_before_the_lock_turned_out_unwritable_get_their_names_back()
    {
        using var visitor = new Visitor(_project.Path);
        _project.Write("migrations/2026/001_a.up.sql", "CREATE TABLE a (id INTEGER);\n").Write("migrations/2026/001_a.down.sql", "DROP TABLE a;\n");
        await _project.Tool.ExpectAsync(0, "lock");
        string before = _project.Lock;
        visitor.Open(_project.At("migrations/2026"));

        var run = await visitor.ExpectAsync(1, "rename", "001_a", "001_b");

        Assert.Contains("migrations.lock can't be written", run.Error, StringComparison.Ordinal);
        Assert.Equal(["2026/001_a.down.sql", "2026/001_a.up.sql"], _project.Migrations());
        Assert.Equal(before, _project.Lock);
    }

    public void Dispose() => _project.Dispose();
}

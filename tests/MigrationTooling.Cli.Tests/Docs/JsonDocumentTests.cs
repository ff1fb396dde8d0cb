using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Commands;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Docs;

/// <summary>What the tool really writes has exactly the properties that docs/json.md lists: none is missing there, none is only promised.</summary>
public sealed class JsonDocumentTests
{
    private readonly Dictionary<string, SortedSet<string>> _seen = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_document_has_exactly_the_documented_properties()
    {
        await FreshProjectAsync();
        await GitAsync();
        await BrokenAsync();
        await RunningAsync();
        await OperatorAsync();
        await RollbackAsync();

        Assert.Equal(JsonPaths.Documents().Order(StringComparer.Ordinal), _seen.Keys.Order(StringComparer.Ordinal));
        Assert.All(_seen, seen => Assert.Equal(Leaves(JsonPaths.Documented(seen.Key)), Leaves(seen.Value)));
    }

    private async Task FreshProjectAsync()
    {
        using var project = new Project();
        project.Write("Shop.csproj", "<Project><PropertyGroup></PropertyGroup></Project>");
        await SeeAsync(project, "init", 0, "init");
        project.Write(".gitattributes", "*.sql text\n").Write("migrate.json", "{ \"url\": \"sqlite:app.db\" }");
        await SeeAsync(project, "init", 0, "init");
        await SeeAsync(project, "add", 0, "add", "users");
        string id = project.Migrations()[0].Split('.')[0];
        project.Write($"migrations/{id}.up.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n").Write("migrations/later.psql", "");
        await SeeAsync(project, "up --dry-run", 0, "up", "--dry-run");
        await SeeAsync(project, "script", 0, "script");
        await SeeAsync(project, "up", 0, "up");
        await SeeAsync(project, "explain", 0, "explain", "MIG0001");
        await SeeAsync(project, "info", 0, "info");
        await SeeAsync(project, "info", 0, "info", "-u", "sqlite:app.db", "-m", "nowhere");
    }

    private async Task BrokenAsync()
    {
        using var project = await UpTests.FreshAsync();
        project.Migration("003_child", "PRAGMA foreign_keys = ON;\nINSERT INTO orders (user_id) VALUES (7);");
        await SeeAsync(project, "up", 1, "up");
        project.Migration("003_child", "SELECT 1;");
        await SeeAsync(project, "up", 0, "up", "--steps", "1");
        await project.Tool.ExpectAsync(0, "rename", "001_users", "001_people");
        project.Migration("004_more", "SELECT 1;");
        await SeeAsync(project, "up --dry-run", 0, "up", "--dry-run");
        await SeeAsync(project, "up", 0, "up", "--steps", "1");
        await SeeAsync(project, "status", 0, "status");
        await SeeAsync(project, "history", 0, "history", "-v");
        project.Migration("003_child", "SELECT 2;");
        await SeeAsync(project, "up", 3, "up");
        await SeeAsync(project, "verify", 3, "verify");
        await SeeAsync(project, "lock", 3, "lock");
        await SeeAsync(project, "lock", 0, "lock", "--accept", "003_child", "--reason", "because");
        project.Migration("005_more", "SELECT 1;");
        await SeeAsync(project, "script", 0, "script");
        await SeeAsync(project, "lock", 0, "lock");
    }

    private async Task GitAsync()
    {
        using var project = await Project.LockedAsync();
        await project.Git.DoneAsync("switch", "--quiet", "--create", "feature");
        project.Migration("003_mine", "SELECT 1;");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Git.CommitAsync("mine");
        await project.Git.DoneAsync("switch", "--quiet", "main");
        project.Migration("003_theirs", "SELECT 2;");
        await project.Tool.ExpectAsync(0, "lock");
        await project.Git.CommitAsync("theirs");
        await project.Git.RunAsync("merge", "feature");
        project.Delete("migrations/001_users.up.sql").Delete("migrations/001_users.down.sql");
        await SeeAsync(project, "rebase", 3, "rebase", "--onto", "main");
        await project.Git.DoneAsync("checkout", "main", "--", "migrations/001_users.up.sql", "migrations/001_users.down.sql");
        await SeeAsync(project, "lock", 0, "rename", "002_orders", "002_purchases");
        await SeeAsync(project, "verify", 0, "lock", "--check", "--against", "main");
    }

    private async Task RunningAsync()
    {
        using var project = await UpTests.FreshAsync();
        await using var running = await LongRun.StartAsync(project);
        await SeeAsync(project, "status", 0, "status");
    }

    private async Task RollbackAsync()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        DatabaseFile.Execute(project.At("app.db"), "UPDATE __migrations SET state = 'rolling_back', rollback_units = '', rollback_statements_done = 0, rollback_statements_total = 1 WHERE id = '002_orders'");
        await SeeAsync(project, "down --dry-run", 0, "down", "--dry-run", "--down-from", "history");
        await SeeAsync(project, "up", 0, "down", "--all", "-y");
    }

    private async Task OperatorAsync()
    {
        using var project = OperatorTests.Mend(await OperatorTests.PartlyAppliedAsync());
        await SeeAsync(project, "resolve", 0, "resolve", "003_units", "--as", "completed", "--reason", "x", "--dry-run");
        await SeeAsync(project, "resolve", 0, "resolve", "002_orders", "--as", "pending", "--reason", "x", "-y");
        await SeeAsync(project, "resolve", 0, "resolve", "002_orders", "--as", "completed", "--reason", "x");
        OperatorTests.Kill(project);
        await SeeAsync(project, "unlock", 0, "unlock");
        await SeeAsync(project, "unlock", 0, "unlock");
        OperatorTests.Kill(project);
        DatabaseFile.Execute(project.At("app.db"), "INSERT INTO __migrations (id, former_ids, sequence, state, origin, attempt, up_h1, up_s1, units_done, statements_done, statements_total, run_on, runner, tool_version) SELECT '009_gone', '', 99, 'in_progress', 'ran', 1, 'h', 's', '', 0, 1, run_on, 'r', 'v' FROM __migrations WHERE id = '003_units'");
        await project.Tool.ExpectAsync(0, "rename", "001_users", "001_people");
        project.Write("migrations/002_orders.up.sql", "-- reformatted\n" + project.Read("migrations/002_orders.up.sql"));
        await project.Tool.ExpectAsync(0, "lock", "--refresh");
        await SeeAsync(project, "recover --dry-run", 0, "recover", "--dry-run");
        await SeeAsync(project, "up", 0, "recover");
        project.Migration("004_next", "SELECT 1;");
        project.Write("migrations/002_orders.up.sql", "-- reformatted again\n" + project.Read("migrations/002_orders.up.sql"));
        await project.Tool.ExpectAsync(0, "lock", "--refresh");
        await SeeAsync(project, "baseline", 0, "baseline");
        await SeeAsync(project, "restore-file", 0, "restore-file", "001_people");
        project.Delete("migrations/001_people.up.sql");
        await SeeAsync(project, "restore-file", 0, "restore-file", "001_people");
    }

    private async Task SeeAsync(Project project, string document, int exitCode, params string[] arguments)
    {
        var json = await project.Tool.JsonAsync(exitCode, arguments);
        if (!_seen.TryGetValue(document, out var paths))
        {
            _seen.Add(document, paths = new SortedSet<string>(StringComparer.Ordinal));
        }

        JsonPaths.Collect(json, "", paths);
    }

    // The name of a list of objects says nothing that its entries' properties do not.
    private static IEnumerable<string> Leaves(SortedSet<string> paths) =>
        paths.Where(path => !path.EndsWith("[]", StringComparison.Ordinal) || !paths.Any(p => p.StartsWith(path + ".", StringComparison.Ordinal)));
}

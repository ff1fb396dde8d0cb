using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class AddTests : IDisposable
{
    private readonly Project _project = new();

    [Fact]
    public async Task An_empty_folder_gets_a_time_stamp_and_both_directions()
    {
        await _project.Tool.ExpectAsync(0, "init");

        var result = await _project.Tool.JsonAsync(0, "add", "Add users");

        string id = result.GetProperty("id").GetString()!;
        Assert.Matches("^20[0-9]{12}_Add_users$", id);
        Assert.Equal([$"{id}.down.sql", $"{id}.up.sql"], _project.Migrations());
        Assert.Equal([$"migrations/{id}.up.sql", $"migrations/{id}.down.sql"], result.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
    }

    [Theory]
    [InlineData("007_users.sql", "008_add_orders.sql")]
    [InlineData("099_users.sql", "100_add_orders.sql")]
    [InlineData("7_users.up.sql", "8_add_orders.up.sql")]
    [InlineData("0007_users/up.sql", "0008_add_orders/up.sql")]
    [InlineData("V1_2__users.sql", "V1_3__add_orders.sql")]
    [InlineData("V0007.users.up.sql", "V0008.add_orders.up.sql")]
    [InlineData("007-users.sql", "008-add_orders.sql")]
    [InlineData("2999-01-01-120000_users/up.sql", "2999-01-01-120001_add_orders/up.sql")]
    [InlineData("29990101120000_users.sql", "29990101120001_add_orders.sql")]
    public async Task The_next_one_looks_like_its_neighbour(string neighbour, string expected)
    {
        _project.Write("migrations/" + neighbour, "CREATE TABLE users (id INTEGER);\n");

        await _project.Tool.ExpectAsync(0, "add", "add_orders");

        Assert.Contains(expected, _project.Migrations());
        Assert.Equal(2, _project.Migrations().Length);
    }

    [Theory]
    [InlineData("20200101120000_users.sql", "^[0-9]{14}_add_orders.sql$")]
    [InlineData("2020-01-01-120000_users/up.sql", "^20[0-9]{2}-[0-9]{2}-[0-9]{2}-[0-9]{6}_add_orders/up.sql$")]
    [InlineData("1577880000_users.sql", "^[0-9]{10}_add_orders.sql$")]
    [InlineData("20200101_users.sql", "^[0-9]{8}_add_orders.sql$")]
    public async Task A_time_stamp_is_followed_by_the_time_now_in_its_shape(string neighbour, string expected)
    {
        _project.Write("migrations/" + neighbour, "CREATE TABLE users (id INTEGER);\n");

        await _project.Tool.ExpectAsync(0, "add", "add_orders");

        Assert.Single(_project.Migrations(), name => Regex.IsMatch(name, expected));
    }

    [Theory]
    [InlineData("001_users.sql,001_users.down.sql", "002_add_orders.sql,002_add_orders.down.sql")]
    [InlineData("001_users.sql,001_users.rollback.sql", "002_add_orders.sql,002_add_orders.rollback.sql")]
    [InlineData("001_users/up.sql,001_users/down.sql", "002_add_orders/up.sql,002_add_orders/down.sql")]
    [InlineData("V1__users.sql,U1__users.sql", "V2__add_orders.sql,U2__add_orders.sql")]
    [InlineData("001_users.sqlite.up.sql,001_users.postgres.up.sql", "002_add_orders.sqlite.up.sql,002_add_orders.postgres.up.sql")]
    public async Task Every_file_of_the_neighbour_gets_its_counterpart(string neighbours, string expected)
    {
        foreach (string name in neighbours.Split(','))
        {
            _project.Write("migrations/" + name, "SELECT 1;\n");
        }

        await _project.Tool.ExpectAsync(0, "add", "add_orders");

        Assert.Subset(_project.Migrations().ToHashSet(), expected.Split(',').ToHashSet());
        var verdict = await _project.Tool.JsonAsync(0, "verify", "--offline");
        Assert.DoesNotContain(verdict.GetProperty("findings").EnumerateArray(), f => f.GetProperty("severity").GetString() == "error");
    }

    [Theory]
    [InlineData("-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 1;\n", "-- migrate:up\n-- migrate:todo add_orders: write its statements below; without one it is not run.\n\n\n-- migrate:down\n-- migrate:todo Take add_orders back.\n\n")]
    [InlineData("-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;\n", "-- +goose Up\n-- migrate:todo add_orders: write its statements below; without one it is not run.\n\n\n-- +goose Down\n-- migrate:todo Take add_orders back.\n\n")]
    public async Task A_folder_of_one_file_scripts_gets_one_file_with_its_own_markers(string neighbour, string expected)
    {
        _project.Write("migrations/001_users.sql", neighbour);

        await _project.Tool.ExpectAsync(0, "add", "add_orders");

        Assert.Equal(expected, _project.Read("migrations/002_add_orders.sql"));
    }

    [Fact]
    public async Task An_irreversible_one_has_no_down_and_says_so()
    {
        _project.Migration("001_users", "SELECT 1;", "SELECT 1;");

        await _project.Tool.ExpectAsync(0, "add", "drop prices", "--irreversible");

        Assert.StartsWith("-- migrate:options irreversible:true\n", _project.Read("migrations/002_drop_prices.up.sql"), StringComparison.Ordinal);
        Assert.False(_project.Exists("migrations/002_drop_prices.down.sql"));
    }

    [Fact]
    public async Task Until_it_has_a_statement_it_is_neither_run_nor_locked_and_then_nothing_has_to_be_removed()
    {
        _project.Migration("001_users", "CREATE TABLE users (id INTEGER);", "DROP TABLE users;");
        await _project.Tool.ExpectAsync(0, "add", "orders");

        var verdict = await _project.Tool.JsonAsync(0, "verify", "--offline");
        Assert.Equal(
            ["MIG0010", "MIG0113", "MIG0114"],
            verdict.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()).Order());
        var up = await _project.Tool.ExpectAsync(7, "up", "-u", "sqlite:app.db");
        Assert.Contains("MIG0113", up.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was run or written", up.Error, StringComparison.Ordinal);
        var locking = await _project.Tool.ExpectAsync(3, "lock");
        Assert.Contains("MIG0113", locking.Output, StringComparison.Ordinal);
        Assert.False(_project.Exists("migrations/migrations.lock"));

        // What stands before it does not wait for it.
        await _project.Tool.ExpectAsync(0, "up", "001", "-u", "sqlite:app.db");

        System.IO.File.AppendAllText(_project.At("migrations/002_orders.up.sql"), "CREATE TABLE orders (id INTEGER);\n");
        await _project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
        Assert.Contains("002_orders ", _project.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_in_one_second_get_two_versions()
    {
        await _project.Tool.ExpectAsync(0, "init");

        await Task.WhenAll(_project.Tool.RunAsync("add", "first"));
        await _project.Tool.ExpectAsync(0, "add", "second");

        Assert.Equal(2, _project.Migrations().Select(name => name[..14]).Distinct().Count());
    }

    [Fact]
    public async Task A_locked_version_whose_file_is_gone_is_not_given_again()
    {
        using var locked = await Project.LockedAsync();
        locked.Delete("migrations/002_orders.up.sql").Delete("migrations/002_orders.down.sql");

        await locked.Tool.ExpectAsync(0, "add", "prices");

        Assert.Contains("003_prices.up.sql", locked.Migrations());
    }

    [Theory]
    [InlineData("users", 7, "already")]
    [InlineData("USERS", 7, "already")]
    [InlineData("a/b", 2, "holds '/'")]
    [InlineData("a.b", 2, "holds '.'")]
    [InlineData("123", 2, "no letter")]
    [InlineData("", 2, "no letter")]
    public async Task A_name_that_clashes_or_cannot_be_one_is_refused(string name, int exitCode, string message)
    {
        _project.Migration("001_users", "SELECT 1;");

        var run = await _project.Tool.ExpectAsync(exitCode, "add", name);

        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(["001_users.up.sql"], _project.Migrations());
    }

    [Fact]
    public async Task A_name_of_300_characters_is_refused_and_one_of_Unicode_is_not()
    {
        _project.Migration("001_users", "SELECT 1;");

        await _project.Tool.ExpectAsync(2, "add", new string('x', 300));
        await _project.Tool.ExpectAsync(0, "add", "größe ändern");

        Assert.Contains("002_größe_ändern.up.sql", _project.Migrations());
    }

    public void Dispose() => _project.Dispose();
}

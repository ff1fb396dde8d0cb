using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

public sealed class RestoreFileTests
{
    [Fact]
    public async Task Both_scripts_come_back_byte_for_byte_and_verify_is_green_again()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        byte[] up = project.Bytes("migrations/001_users.up.sql"), down = project.Bytes("migrations/001_users.down.sql");
        project.Delete("migrations/001_users.up.sql").Delete("migrations/001_users.down.sql");
        await project.Tool.ExpectAsync(3, "verify");

        var run = await project.Tool.ExpectAsync(0, "restore-file", "001_users");

        Assert.Equal("restored 001_users.up.sql\nrestored 001_users.down.sql\n", run.Output);
        Assert.Equal(up, project.Bytes("migrations/001_users.up.sql"));
        Assert.Equal(down, project.Bytes("migrations/001_users.down.sql"));
        await project.Tool.ExpectAsync(0, "verify");
        Assert.Contains("is what ran already", (await project.Tool.ExpectAsync(0, "restore-file", "001_users")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("001_users.sql", "001_users.down.sql")]
    [InlineData("001_users/up.sql", "001_users/down.sql")]
    [InlineData("001_users/migration.sql", "001_users/down.sql")]
    [InlineData("001_users.sqlite.up.sql", "001_users.sqlite.down.sql")]
    public async Task The_files_come_back_where_the_folder_keeps_such(string up, string down)
    {
        using var project = new Project();
        foreach (string id in (string[])["001_users", "002_orders"])
        {
            project.Write("migrations/" + up.Replace("001_users", id, StringComparison.Ordinal), $"CREATE TABLE t{id} (id INTEGER);\n");
            project.Write("migrations/" + down.Replace("001_users", id, StringComparison.Ordinal), $"DROP TABLE t{id};\n");
        }

        await project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
        project.Delete("migrations/" + up).Delete("migrations/" + down);

        await project.Tool.ExpectAsync(0, "restore-file", "001_users", "-u", "sqlite:app.db");

        Assert.Equal("CREATE TABLE t001_users (id INTEGER);\n", project.Read("migrations/" + up));
        Assert.Equal("DROP TABLE t001_users;\n", project.Read("migrations/" + down));
        await project.Tool.ExpectAsync(0, "verify", "-u", "sqlite:app.db");
    }

    [Theory]
    [InlineData("-- migrate:up\n", "-- migrate:down\n")]
    [InlineData("-- +goose Up\n", "-- +goose Down\n")]
    public async Task One_file_with_both_directions_comes_back_as_one(string up, string down)
    {
        using var project = new Project();
        foreach (string id in (string[])["001_users", "002_orders"])
        {
            project.Write($"migrations/{id}.sql", $"{up}CREATE TABLE t{id} (id INTEGER);\n\n{down}DROP TABLE t{id};\n");
        }

        await project.Tool.ExpectAsync(0, "up", "-u", "sqlite:app.db");
        string before = project.Read("migrations/001_users.sql");
        project.Delete("migrations/001_users.sql");

        await project.Tool.ExpectAsync(0, "restore-file", "001_users", "-u", "sqlite:app.db");

        Assert.Equal(before, project.Read("migrations/001_users.sql"));
        await project.Tool.ExpectAsync(0, "verify", "-u", "sqlite:app.db");
    }

    [Fact]
    public async Task Another_text_is_replaced_only_where_that_is_said()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");

        var run = await project.Tool.ExpectAsync(7, "restore-file", "001_users");
        Assert.Contains("001_users.up.sql is there with another text. Replace it with what ran? [y/N]", run.Error, StringComparison.Ordinal);
        await project.Tool.ExpectAsync(3, "verify");

        await project.Tool.ExpectAsync(0, "restore-file", "001_users", "-y");
        await project.Tool.ExpectAsync(0, "verify");
    }

    [Fact]
    public async Task A_text_in_which_a_secret_was_masked_is_never_written()
    {
        using var project = await UpTests.FreshAsync();
        project.Migration("003_secret", "CREATE TABLE s (password TEXT);\nINSERT INTO s SELECT 'x' WHERE 1 = 1; UPDATE s SET password = 'hunter2hunter2';");
        await project.Tool.ExpectAsync(0, "up");
        project.Delete("migrations/003_secret.up.sql");

        var run = await project.Tool.ExpectAsync(7, "restore-file", "003_secret");

        Assert.Contains("masked a secret", run.Error, StringComparison.Ordinal);
        Assert.False(project.Exists("migrations/003_secret.up.sql"));
    }

    [Fact]
    public async Task What_the_lock_freezes_otherwise_since_is_not_written_back()
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        project.Append("migrations/001_users.up.sql", "CREATE INDEX i ON users(name);\n");
        await project.Tool.ExpectAsync(0, "lock", "--accept", "001_users", "--reason", "an index");

        var run = await project.Tool.ExpectAsync(3, "restore-file", "001_users", "-y");

        Assert.Contains("freezes another text", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("009_none")]
    [InlineData("003_prices")]
    public async Task Only_what_is_applied_can_be_restored(string id)
    {
        using var project = await UpTests.FreshAsync();
        await project.Tool.ExpectAsync(0, "up");
        project.Migration("003_prices", "INSERT INTO nowhere VALUES (1);");
        await project.Tool.ExpectAsync(1, "up");

        await project.Tool.ExpectAsync(2, "restore-file", id);
    }
}

using System;
using System.IO;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>Where a password is found, and which of several hosts is taken.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly PostgresDatabase _database = new();
    private readonly Project _project = new Project().Write("migrate.json", """{"dialect":"postgresql"}""").Migration("001_first", "CREATE TABLE first (id integer);");

    public ConnectionTests() => _project.Tool.With("HOME", _project.Path);

    private string WithoutPassword => _database.Url.Replace(":" + PostgresCluster.Password + "@", "@", StringComparison.Ordinal);

    public void Dispose()
    {
        _project.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData("PGPASSFILE")]
    [InlineData("HOME")]
    [InlineData("passfile")]
    public async Task A_password_is_found_in_the_passfile_wherever_that_is_named(string how)
    {
        string file = Passfile(how == "HOME" ? ".pgpass" : "passwords", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (how == "PGPASSFILE")
        {
            _project.Tool.With("PGPASSFILE", file);
        }

        var run = await _project.Tool.ExpectAsync(0, "up", "--no-lock-file", "-v", "-u", WithoutPassword + (how == "passfile" ? "?passfile=" + Uri.EscapeDataString(file) : ""));

        Assert.DoesNotContain(PostgresCluster.Password, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passfile_that_others_can_read_is_not_read_and_that_is_said()
    {
        string file = Passfile(".pgpass", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var refused = await _project.Tool.ExpectAsync(6, "up", "--no-lock-file", "-u", WithoutPassword);
        Assert.Contains($"The passfile {file} was not read, because others can read it: chmod 0600 {file}", refused.Error, StringComparison.Ordinal);

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file", "-u", WithoutPassword);
    }

    [Fact]
    public async Task PGPASSWORD_goes_before_a_passfile_and_without_either_both_are_named()
    {
        var none = await _project.Tool.ExpectAsync(6, "up", "--no-lock-file", "-u", WithoutPassword);
        Assert.Contains("in PGPASSWORD or in a passfile (PGPASSFILE)", none.Error, StringComparison.Ordinal);

        Passfile(".pgpass", UnixFileMode.UserRead, "wrong");
        Assert.Contains("password authentication failed", (await _project.Tool.ExpectAsync(6, "up", "--no-lock-file", "-u", WithoutPassword)).Error, StringComparison.Ordinal);
        await _project.Tool.With("PGPASSWORD", PostgresCluster.Password).ExpectAsync(0, "up", "--no-lock-file", "-u", WithoutPassword);
    }

    [Fact]
    public async Task Of_several_hosts_the_one_is_taken_that_is_what_was_asked_for()
    {
        using var primary = PostgresCluster.Start();
        using var standby = primary.StartStandby();
        string down = "127.0.0.1:1", hosts = $"{down},127.0.0.1:{standby.Port},127.0.0.1:{primary.Port}";

        var first = await _project.Tool.RunAsync("up", "--no-lock-file", "-u", Url(hosts));
        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file", "-u", Url(hosts, "read-write"));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", Url(hosts, "primary"));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-u", Url($"127.0.0.1:{primary.Port}", "read-write"));
        var noPrimary = await _project.Tool.ExpectAsync(6, "up", "-u", Url($"{down},127.0.0.1:{standby.Port}", "read-write"));
        var single = await _project.Tool.ExpectAsync(6, "up", "-u", Url($"127.0.0.1:{standby.Port}", "read-write"));
        var unknown = await _project.Tool.ExpectAsync(2, "up", "-u", Url(hosts, "newest"));

        Assert.Contains("this server is a standby", first.Error, StringComparison.Ordinal);
        Assert.Contains("no host could be used: Failed to connect to 127.0.0.1:1", noPrimary.Error, StringComparison.Ordinal);
        Assert.All([noPrimary, single], run => Assert.Contains("is what target_session_attrs asks for", run.Error, StringComparison.Ordinal));
        Assert.Contains("target_session_attrs", unknown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresCluster.Password, noPrimary.Error + single.Error + unknown.Error, StringComparison.Ordinal);
    }

    private static string Url(string hosts, string? attributes = null) =>
        $"postgresql://{PostgresCluster.User}:{PostgresCluster.Password}@{hosts}/postgres{(attributes is null ? "" : "?target_session_attrs=" + attributes)}";

    private string Passfile(string name, UnixFileMode mode, string password = PostgresCluster.Password)
    {
        _project.Write(name, $"*:*:*:{PostgresCluster.User}:{password}\n");
        File.SetUnixFileMode(_project.At(name), mode);
        return _project.At(name);
    }
}

using System;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>A server that takes nobody without TLS, and one of its roles only with a certificate. Its own certificate is made out to <c>localhost</c>.</summary>
public sealed class TlsTests(TlsTests.SecuredServer server) : IClassFixture<TlsTests.SecuredServer>, IDisposable
{
    private readonly Project _project = new Project().Write("migrate.json", """{"dialect":"postgresql"}""").Migration("001_first", "CREATE TABLE IF NOT EXISTS first (id integer);");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task The_certificate_of_the_right_authority_for_the_right_host_is_accepted()
    {
        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file", "-t", "verified", "-u", server.Url($"sslmode=verify-full&sslrootcert={server.Tls.Root}"));
        await _project.Tool.ExpectAsync(0, "status", "--check", "-t", "verified", "-u", server.Url($"sslmode=verify-ca&sslrootcert={server.Tls.Root}", "127.0.0.1"));
        await _project.Tool.With("PGSSLROOTCERT", server.Tls.Root).ExpectAsync(0, "status", "--check", "-t", "verified", "-u", server.Url("sslmode=verify-full"));
    }

    [Fact]
    public async Task Of_a_wrong_authority_or_host_it_is_not_and_what_to_mend_is_said()
    {
        var wrongAuthority = await RefusedAsync(server.Url($"sslmode=verify-full&sslrootcert={server.Tls.OtherRoot}"));
        var wrongHost = await RefusedAsync(server.Url($"sslmode=verify-full&sslrootcert={server.Tls.Root}", "127.0.0.1"));
        var none = await RefusedAsync(server.Url("sslmode=verify-ca"));
        var missing = await RefusedAsync(server.Url("sslmode=verify-full&sslrootcert=/nowhere/root.crt"));

        Assert.All([wrongAuthority, wrongHost], run =>
        {
            Assert.Contains("the server's certificate was not accepted", run.Error, StringComparison.Ordinal);
            Assert.Contains("sslrootcert=FILE", run.Error, StringComparison.Ordinal);
            Assert.Contains("made out to another host", run.Error, StringComparison.Ordinal);
        });
        Assert.Contains("sslrootcert=FILE", none.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("another host", none.Error, StringComparison.Ordinal);
        Assert.Contains("/nowhere/root.crt", missing.Error, StringComparison.Ordinal);
        Assert.Contains("Name files that are there", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_TLS_the_server_lets_nobody_in_and_the_option_that_is_in_the_way_is_named() =>
        Assert.Contains("take sslmode=disable out", (await RefusedAsync(server.Url("sslmode=disable"))).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_role_comes_in_with_its_certificate_and_no_password()
    {
        string url = server.Certified($"sslcert={server.Tls.ClientCertificate}&sslkey={server.Tls.ClientKey}");

        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file", "--schema", "certified", "-u", url);
        await _project.Tool.With("PGSSLCERT", server.Tls.ClientCertificate).With("PGSSLKEY", server.Tls.ClientKey)
            .ExpectAsync(0, "status", "--check", "--schema", "certified", "-u", server.Certified());
    }

    [Fact]
    public async Task Without_a_certificate_its_key_or_an_authority_that_the_server_knows_it_does_not_and_each_is_said()
    {
        var none = await RefusedAsync(server.Certified());
        var noKey = await RefusedAsync(server.Certified($"sslcert={server.Tls.ClientCertificate}"));
        var otherKey = await RefusedAsync(server.Certified($"sslcert={server.Tls.ClientCertificate}&sslkey={server.Tls.OtherClientKey}"));
        var lostKey = await RefusedAsync(server.Certified($"sslcert={server.Tls.ClientCertificate}&sslkey=/nowhere/client.key"));
        var stranger = await RefusedAsync(server.Certified($"sslcert={server.Tls.OtherClientCertificate}&sslkey={server.Tls.OtherClientKey}"));

        Assert.Contains("a certificate that is made out to the role certified: sslcert=FILE", none.Error, StringComparison.Ordinal);
        Assert.All([noKey, otherKey], run => Assert.Contains("Give the certificate's own key", run.Error, StringComparison.Ordinal));
        Assert.Contains("/nowhere/client.key", lostKey.Error, StringComparison.Ordinal);
        Assert.Contains("the authority that signed the client's certificate", stranger.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sslcrl=/x")]
    [InlineData("service=shop")]
    [InlineData("hostaddr=127.0.0.1")]
    [InlineData("ssl_min_protocol_version=TLSv1.3")]
    public async Task What_libpq_knows_and_the_tool_does_not_is_said_and_not_passed_over(string parameter)
    {
        var run = await _project.Tool.ExpectAsync(2, "status", "-u", server.Url(parameter));

        Assert.Contains($"'{parameter.Split('=')[0]}' is a parameter of libpq that is not offered here", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresCluster.Password, run.Output + run.Error, StringComparison.Ordinal);
    }

    private async Task<ProcessRun> RefusedAsync(string url)
    {
        var run = await _project.Tool.ExpectAsync(6, "up", "-u", url, "-v");
        Assert.Contains("Nothing was run or written", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresCluster.Password, run.Output + run.Error, StringComparison.Ordinal);
        return run;
    }

    /// <summary>The server of these tests.</summary>
    public sealed class SecuredServer : IDisposable
    {
        private readonly PostgresCluster _cluster;

        public SecuredServer()
        {
            _cluster = PostgresCluster.Start(settings: Tls.Settings);
            PostgresServer.Execute(_cluster.ConnectionString, "CREATE ROLE certified LOGIN; CREATE SCHEMA AUTHORIZATION certified");
        }

        public TlsFiles Tls { get; } = new("certified");

        public string Url(string parameters, string host = "localhost") => $"postgresql://{PostgresCluster.User}:{PostgresCluster.Password}@{host}:{_cluster.Port}/postgres?{parameters}";

        public string Certified(string parameters = "") => $"postgresql://certified@localhost:{_cluster.Port}/postgres?sslmode=verify-full&sslrootcert={Tls.Root}&{parameters}";

        public void Dispose()
        {
            _cluster.Dispose();
            Tls.Dispose();
        }
    }
}

using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MigrationTooling.Postgres.Tests;

/// <summary>A certificate authority of the test's own, and what it signed: a certificate of the server <c>localhost</c> and one of a client.</summary>
public sealed class TlsFiles : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1", ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly string _directory = Directory.CreateTempSubdirectory("migratetest-tls-").FullName;

    /// <summary>Makes all of them.</summary>
    /// <param name="client">The role that the client's certificate names.</param>
    public TlsFiles(string client)
    {
        using var authority = Authority("the test's authority");
        using var stranger = Authority("another authority");
        File.WriteAllText(Root, authority.ExportCertificatePem());
        File.WriteAllText(OtherRoot, stranger.ExportCertificatePem());
        Sign(authority, "localhost", ServerUse, ServerCertificate, ServerKey);
        Sign(authority, client, ClientUse, ClientCertificate, ClientKey);
        Sign(stranger, client, ClientUse, OtherClientCertificate, OtherClientKey);
        File.WriteAllText(
            Rules,
            $"""
            local all all trust
            hostssl all {client} 127.0.0.1/32 cert
            hostssl all all 127.0.0.1/32 scram-sha-256
            """);
        foreach (string file in (string[])[_directory, Root, ServerCertificate, ServerKey, Rules])
        {
            PostgresCluster.GiveToServer(file);
        }
    }

    public string Root => In("root.crt");

    public string OtherRoot => In("other.crt");

    public string ClientCertificate => In("client.crt");

    public string ClientKey => In("client.key");

    public string OtherClientCertificate => In("stranger.crt");

    public string OtherClientKey => In("stranger.key");

    /// <summary>Lines of the configuration of a server that takes connections with TLS only, and of the client's role only with its certificate.</summary>
    public string[] Settings =>
    [
        "ssl = on", $"ssl_cert_file = '{ServerCertificate}'", $"ssl_key_file = '{ServerKey}'", $"ssl_ca_file = '{Root}'", $"hba_file = '{Rules}'",
    ];

    private string ServerCertificate => In("server.crt");

    private string ServerKey => In("server.key");

    private string Rules => In("pg_hba.conf");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string In(string name) => Path.Combine(_directory, name);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static void Sign(X509Certificate2 authority, string name, string use, string certificate, string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(certificate, signed.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}

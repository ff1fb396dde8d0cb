using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using MigrationTooling.Postgres.Tests;
using Npgsql;
using Xunit;

namespace MigrationTooling.Cli.Tests.Commands;

/// <summary>The sample shop on PostgreSQL, run from its own folder as its README line says.</summary>
public sealed class PostgresShopTests : IDisposable
{
    private const string Tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_\\_migrations%' ORDER BY 1";
    private readonly PostgresDatabase _database = new();
    private readonly Project _project = new();

    public PostgresShopTests()
    {
        string shop = Path.Combine(Repository.Root, "samples", "shop-postgresql");
        foreach (string file in Directory.GetFiles(shop, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".sql", StringComparison.Ordinal) || Path.GetFileName(f) is "migrate.json" or "migrations.lock"))
        {
            _project.Write(Path.GetRelativePath(shop, file).Replace('\\', '/'), File.ReadAllBytes(file));
        }

        _project.Tool.With("MIGRATE_DATABASE_URL", _database.Url);
    }

    public void Dispose()
    {
        _database.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task It_goes_up_keeps_its_data_comes_down_to_nothing_and_goes_up_again()
    {
        await _project.Tool.ExpectAsync(0, "verify", "--offline");
        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file");
        var once = Shape();
        await _project.Tool.ExpectAsync(0, "status", "--check");

        await _project.Tool.ExpectAsync(0, "down", "--all", "--yes", "--no-lock-file");
        Assert.Empty(_database.Query(Tables));
        await _project.Tool.ExpectAsync(0, "up", "--no-lock-file");

        Assert.Equal(once, Shape());
        Assert.Equal(["1|1|1290|2580", "1|4|4900|4900", "2|3|1499|5996", "3|2|845|845"], _database.Query("SELECT order_id, product_id, unit_price_cents, total_cents FROM order_lines ORDER BY order_id, line_no"));
        Assert.Equal(["1|4"], _database.Query("SELECT batches, batch_rows FROM __migrations WHERE batches IS NOT NULL"));
        Assert.Equal(["0"], _database.Query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
    }

    [Fact]
    public async Task A_server_is_reached_through_its_unix_socket()
    {
        string directory = _database.Query("SHOW unix_socket_directories")[0].Split(',')[0].Trim();
        var parts = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        // A server that was named and is elsewhere has no socket here.
        string host = Directory.Exists(directory) ? directory : parts.Host!;

        var run = await _project.Tool.With("PGPASSWORD", parts.Password).ExpectAsync(0, "status", "-u", $"postgresql:///{_database.Name}?host={host}&port={parts.Port}&user={parts.Username}");

        Assert.Contains(_database.Name, run.Output, StringComparison.Ordinal);
    }

    private string[] Shape() =>
    [
        .. _database.Query("SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_migrations%' ORDER BY 1, 2"),
        .. _database.Query("SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '\\_\\_migrations%' ORDER BY 1, 2"),
        .. _database.Query("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\\_\\_migrations%' ORDER BY 1"),
        .. _database.Query("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"),
    ];
}

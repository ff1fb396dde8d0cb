using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>The migrations of samples/shop are good ones: they go up, keep the data, and come down to nothing.</summary>
public sealed class ShopSampleTests : IDisposable
{
    private const string Folder = "samples/shop/migrations";
    private readonly SqliteConnection _shop;

    public ShopSampleTests()
    {
        SQLitePCL.Batteries_V2.Init();
        _shop = new SqliteConnection("Data Source=:memory:;Foreign Keys=False");
        _shop.Open();
    }

    private static string[] Ups => Repository.Files(Folder, "*.up.sql").ToArray();

    [Fact]
    public void All_go_up_and_then_down_to_an_empty_schema()
    {
        Assert.True(Ups.Length >= 15);
        foreach (string up in Ups)
        {
            Run(up);
        }

        foreach (string up in Ups.Reverse())
        {
            if (Repository.Exists(Down(up)))
            {
                Run(Down(up));
            }
        }

        Assert.Empty(Rows("SELECT name FROM sqlite_master"));
    }

    [Fact]
    public void A_down_gives_back_the_schema_from_before_its_up()
    {
        foreach (string up in Ups)
        {
            var before = Schema();
            Run(up);
            if (Repository.Exists(Down(up)))
            {
                Run(Down(up));
                Assert.Equal(before, Schema());
                Run(up);
            }
        }
    }

    [Fact]
    public void Order_lines_survive_the_rebuild_of_the_products_they_refer_to()
    {
        foreach (string up in Ups)
        {
            Run(up);
        }

        Assert.Equal(["1|1|1290|2580", "1|4|4900|4900", "2|3|1499|5996", "3|2|845|845"],
            Rows("SELECT order_id, product_id, unit_price_cents, total_cents FROM order_lines ORDER BY order_id, line_no"));
    }

    [Fact]
    public void A_migration_without_a_down_says_that_it_is_irreversible() =>
        Assert.All(Ups.Where(up => !Repository.Exists(Down(up))),
            up => Assert.Contains("irreversible:true", Repository.Read(up), StringComparison.Ordinal));

    public void Dispose() => _shop.Dispose();

    private static string Down(string up) => up.Replace(".up.sql", ".down.sql", StringComparison.Ordinal);

    private void Run(string file)
    {
        using (var transaction = _shop.BeginTransaction())
        {
            using var command = _shop.CreateCommand();
            command.CommandText = Repository.Read(file);
            command.ExecuteNonQuery();
            transaction.Commit();
        }

        Assert.Empty(Rows("PRAGMA foreign_key_check"));
    }

    // White space and quotes differ between a CREATE as written and one that ALTER TABLE edited.
    private List<string> Schema() =>
        Rows("SELECT name || ' ' || replace(replace(replace(replace(sql, ' ', ''), char(10), ''), '\"', ''), '(', '') FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");

    private List<string> Rows(string query)
    {
        using var command = _shop.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}

using System;
using System.Linq;
using Shop;

// The manifest was compiled in: no file is read and no database is asked.
foreach (var migration in Migrations.Manifest)
{
    string mark = migration.IsLocked ? "locked" : "open";
    Console.WriteLine($"{migration.Version,-16}{migration.Name,-32}{mark,-8}{migration.UpChecksum}");
}

// One constant per id: this line stops compiling when the migration goes.
var rebuilt = Migrations.Manifest.Find(Migrations.Ids._20260216090000_drop_float_prices);
Console.WriteLine($"Prices are in cents since {rebuilt?.Version}");
Console.WriteLine($"{Migrations.Manifest.Count} migrations, {Migrations.Manifest.Count(m => m.DownChecksum is null)} without a way back");

using System;
using Shop;

// The manifest was compiled in: no file is read and no database is asked.
foreach (var migration in Migrations.Manifest)
{
    Console.WriteLine($"{migration.Version,-16}{migration.Name,-32}{(migration.IsLocked ? "locked" : "open")}");
}

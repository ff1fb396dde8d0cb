using System.Globalization;
using System.IO;
using System.Text;

namespace MigrationTooling.Benchmarks;

/// <summary>The migrations: many small ones as applications have them, or one large script of data.</summary>
internal static class Workload
{
    private const int RowsPerStatement = 1000;

    /// <summary>In turn: a table with a unique index, an index, a column, a view.</summary>
    public static int Small(int count, string folder)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < count; i++)
        {
            int k = i / 4;
            string sql = (i % 4) switch
            {
                0 => $"CREATE TABLE item_{k} (\n  id INTEGER PRIMARY KEY,\n  code TEXT NOT NULL,\n  title TEXT NOT NULL DEFAULT 'n/a; none',\n  quantity INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0)\n);\nCREATE UNIQUE INDEX item_{k}_code ON item_{k} (code);\n",
                1 => $"CREATE INDEX item_{k}_quantity ON item_{k} (quantity, code);\n",
                2 => $"ALTER TABLE item_{k} ADD COLUMN note TEXT;\n",
                _ => $"CREATE VIEW item_{k}_in_stock AS SELECT id, code, quantity FROM item_{k} WHERE quantity > 0;\n",
            };
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{20260101000000 + i}_step_{i}.sql")), sql);
        }

        return 0;
    }

    /// <summary>About so many megabytes of INSERT, a thousand rows a statement; the strings hold what splitters trip over.</summary>
    public static int Bulk(int megabytes, string folder)
    {
        Directory.CreateDirectory(folder);
        using var file = new StreamWriter(Path.Combine(folder, "20260101000000_bulk.sql"), false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        file.WriteLine("CREATE TABLE bulk (id INTEGER PRIMARY KEY, email TEXT NOT NULL, body TEXT NOT NULL, amount NUMERIC NOT NULL, created_at TEXT NOT NULL);");
        for (int row = 1; file.BaseStream.Position < megabytes * 1_000_000L; row += RowsPerStatement)
        {
            file.Write("INSERT INTO bulk (id, email, body, amount, created_at) VALUES\n");
            for (int i = row; i < row + RowsPerStatement; i++)
            {
                file.Write(string.Create(CultureInfo.InvariantCulture, $"({i},'user{i}@example.org','it''s row {i}; not the end -- of it','{i % 9973}.{i % 100:00}','2026-01-{1 + (i % 28):00} 10:{i % 60:00}:00'){(i < row + RowsPerStatement - 1 ? ",\n" : ";\n")}"));
            }
        }

        return 0;
    }

    /// <summary>About so many megabytes of COPY data behind one statement, as pg_dump writes them.</summary>
    public static int Copy(int megabytes, string folder)
    {
        Directory.CreateDirectory(folder);
        using var file = new StreamWriter(Path.Combine(folder, "20260101000000_copy.sql"), false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        file.WriteLine("CREATE TABLE copied (id INTEGER NOT NULL, email TEXT NOT NULL, body TEXT, amount NUMERIC NOT NULL, created_at TEXT NOT NULL);");
        file.WriteLine("COPY copied (id, email, body, amount, created_at) FROM stdin;");
        for (int row = 1; file.BaseStream.Position < megabytes * 1_000_000L; row++)
        {
            string body = row % 10 == 0 ? "\\N" : $"it's row {row};\\tnot the end -- of it";
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{row}\tuser{row}@example.org\t{body}\t{row % 9973}.{row % 100:00}\t2026-01-{1 + (row % 28):00} 10:{row % 60:00}:00\n"));
        }

        file.WriteLine("\\.");
        return 0;
    }
}

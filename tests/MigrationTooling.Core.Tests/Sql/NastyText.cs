using System;
using System.Text;

namespace MigrationTooling.Core.Tests.Sql;

/// <summary>Random scripts out of the pieces that splitters get wrong; the same seed gives the same script.</summary>
internal static class NastyText
{
    private static readonly string[] Whole =
    [
        "SELECT 1", "a", "1e-5", ";", ";\n", "\n", " ", "'it''s'", "';'", "\"x;\"", "[a;b]", "`q;`", "x'00'", "E'it\\'s;'", "U&'a;'",
        "-- it's;\n", "/* ; */", "/* /* ' */ */", "$$;$$", "$a$ ; $$ $a$", "$1", "a$b$", "(", ")", ",", "=-1", "->>", "||", "::",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN ", " UPDATE a SET x = CASE WHEN 1 THEN 2 END;", " END;", "CREATE FUNCTION f() BEGIN ATOMIC ",
        "CREATE RULE r AS ON INSERT TO v DO (", "BEGIN;", "COMMIT;", "COPY a FROM STDIN;\n", "1\t'\n", "\\.\n", "-- migrate:up\n", "\n-- migrate:down store:false\n",
        "-- migrate:options transaction:false\n", "-- +goose Up\n", "größe", "😀", "\r\n", "\t", "\f", "\uFEFF",
    ];

    private static readonly string[] Broken = ["'", "\"", "[", "`", "/*", "*/", "$a$", "E'\\", "\r", "\0", "\uD83D", "\uFFFD", "--", "$", "\\"];

    /// <summary>Any text: quotes and comments may stay open.</summary>
    public static string Any(int seed) => Build(seed, [.. Whole, .. Broken]);

    /// <summary>A script in which everything that opens closes again, COPY and sections left out.</summary>
    public static string Closed(int seed) => Build(seed, Array.FindAll(Whole, piece => !piece.StartsWith("COPY", StringComparison.Ordinal)
        && !piece.Contains("-- migrate:", StringComparison.Ordinal)
        && !piece.StartsWith("-- +goose", StringComparison.Ordinal)));

    private static string Build(int seed, string[] pieces)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        int count = random.Next(1, 60);
        for (int i = 0; i < count; i++)
        {
            text.Append(pieces[random.Next(pieces.Length)]).Append(' ', random.Next(2));
        }

        return text.ToString();
    }
}

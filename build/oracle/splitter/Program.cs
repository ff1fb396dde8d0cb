// splitter FOLDER ORACLE: compares the splitter's statement boundaries, for every *.sql below FOLDER, with the *.boundaries that boundaries.mjs
// wrote below ORACLE, and prints what psql commands MIG0112 sees in it. Exit code 1 where a file differs.
using System;
using System.IO;
using System.Linq;
using MigrationTooling.Core.Tests.Sql;
using MigrationTooling.Facts;
using MigrationTooling.Model;

string folder = args[0];
string oracle = args[1];
int files = 0, statements = 0, refused = 0, different = 0, commands = 0;
foreach (string path in Directory.EnumerateFiles(folder, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
{
    string name = Path.GetRelativePath(folder, path);
    string text = File.ReadAllText(path);
    string[] expected = File.ReadAllLines(Path.Combine(oracle, Path.ChangeExtension(name, ".boundaries")));
    refused += expected.Count(line => line.Contains('!', StringComparison.Ordinal));
    expected = [.. expected.Select(line => string.Join(' ', line.Split(' ').Take(2)))];
    string[] actual = [.. Boundaries.Of(text, Dialect.PostgreSql)];
    files++;
    statements += expected.Length;
    if (!actual.SequenceEqual(expected))
    {
        different++;
        int at = actual.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count();
        Console.WriteLine($"{name}: statement {at + 1}: {actual.ElementAtOrDefault(at) ?? "none"}, the parser says {expected.ElementAtOrDefault(at) ?? "none"}");
    }

    foreach (var problem in FileFactsReader.Read(name, text, Dialect.PostgreSql).Problems.Where(p => p.RuleId == "MIG0112"))
    {
        commands++;
        Console.WriteLine($"{name}({problem.Place.Line},{problem.Place.Column}): MIG0112 {problem.Message}");
    }
}

Console.WriteLine($"{files} files, {statements} statements ({refused} that the parser refuses), {different} files differ, {commands} psql commands");
return different == 0 ? 0 : 1;

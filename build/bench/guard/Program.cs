// How long the guard takes inside the compiler: GuardBench [COUNT] [WHAT], WHAT a part of one line's name. Not a test; docs/performance.md holds the figures.
using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Generator;
using MigrationTooling.Generator.Tests.Running;
using MigrationTooling.Locking;
using MigrationTooling.Model;

string wanted = args.Length > 1 ? args[1] : "";
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var scripts = Enumerable.Range(1, count).Select(Script).ToList();
var locked = new MemoryText("/project/migrations/migrations.lock", Encoding.UTF8.GetBytes(LockWriter.Write(LockOf.Files(scripts.Select(s => (s.Path["/project/migrations/".Length..], s.Bytes))))));
var facts = Facts(scripts, locked);
var compilation = CSharpCompilation.Create("App", [CSharpSyntaxTree.ParseText("class Program;")]);
GeneratorDriver driver = CSharpGeneratorDriver.Create(
    [new MigrationsGenerator().AsSourceGenerator()],
    [.. scripts, locked, facts],
    CSharpParseOptions.Default,
    new MemoryOptions(
        ImmutableDictionary<string, string>.Empty.Add("build_property.MigrationToolingFacts", FactsFile.FileName),
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty));

Console.WriteLine($"{count} migrations, one file of {scripts[0].Bytes.Length} bytes each, all locked");
Time("cold", () => driver = driver.RunGenerators(compilation));
Report("nothing changed", 20, _ => { });
Report("an edit of the code", 20, i => compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"class Added{i};")));
int edited = count / 2;
Report("one script edited", 200, i =>
{
    var old = scripts[edited];
    scripts[edited] = new MemoryText(old.Path, Encoding.UTF8.GetBytes($"CREATE TABLE edited_{i} (id INTEGER);\n"));
    driver = driver.ReplaceAdditionalText(old, scripts[edited]);
});
Report("the lock edited", 20, i =>
{
    var old = locked;
    locked = new MemoryText(old.Path, old.Bytes);
    driver = driver.ReplaceAdditionalText(old, locked);
});

void Report(string what, int times, Action<int> edit)
{
    if (!what.Contains(wanted, StringComparison.Ordinal))
    {
        return;
    }

    var taken = new List<(double Cpu, double Wall)>(times);
    for (int i = 0; i < times; i++)
    {
        edit(i);
        taken.Add(Measure(() => driver = driver.RunGenerators(compilation)));
    }

    // The first runs pay for the just-in-time compiler, which an editor pays once a day.
    var warm = taken.Skip(times / 2).ToList();
    Console.WriteLine(FormattableString.Invariant(
        $"{what,-24} first {taken[0].Cpu,8:F1} ms, wall {taken[0].Wall,8:F1} ms   warm median {Median(warm.Select(t => t.Cpu)),8:F1} ms, wall {Median(warm.Select(t => t.Wall)),8:F1} ms"));
}

static void Time(string what, Action action)
{
    var taken = Measure(action);
    Console.WriteLine(FormattableString.Invariant($"{what,-24} first {taken.Cpu,8:F1} ms, wall {taken.Wall,8:F1} ms"));
}

static (double Cpu, double Wall) Measure(Action action)
{
    // CPU time of the whole process, its collector and just-in-time compiler beside it included; on a busy machine it says more than the time on the wall.
    var before = Environment.CpuUsage.TotalTime;
    long started = Stopwatch.GetTimestamp();
    action();
    return ((Environment.CpuUsage.TotalTime - before).TotalMilliseconds, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToList();
    return sorted[sorted.Count / 2];
}

static MemoryText Script(int number) => new(
    FormattableString.Invariant($"/project/migrations/{20260101000000 + number}_step_{number}.sql"),
    Encoding.UTF8.GetBytes(FormattableString.Invariant(
        $"-- Step {number}.\nCREATE TABLE table_{number} (\n    id INTEGER PRIMARY KEY,\n    name TEXT NOT NULL DEFAULT 'none',\n    made_at TEXT NOT NULL\n);\nCREATE INDEX ix_{number} ON table_{number} (name);\nINSERT INTO table_{number} (id, name, made_at) VALUES (1, 'first', '2026-01-01'), (2, 'second', '2026-01-02');\n")));

static MemoryText Facts(List<MemoryText> scripts, MemoryText locked)
{
    var set = new SetFacts(
        new SetSettings("Migrations", "App", "migrations", null, RequireLock: true, LargeFileBytes: 1 << 20),
        Stamp(locked),
        scripts.Select(Stamp).ToEquatableList());
    return new MemoryText(
        "/project/obj/Debug/net10.0/" + FactsFile.FileName,
        Encoding.UTF8.GetBytes(FactsWriter.Write(new FactsFile("../../..", "bench", EquatableList.Of(set)))));
}

static FileStamp Stamp(MemoryText text) => new(text.Path["/project/migrations/".Length..], text.Bytes.Length, BytesDigest.Of(text.Bytes), null);

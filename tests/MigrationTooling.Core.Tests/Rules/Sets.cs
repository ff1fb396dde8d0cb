using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Facts;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Rules;
using MigrationTooling.Text;

namespace MigrationTooling.Core.Tests.Rules;

/// <summary>
/// Hand-made facts, so that these tests speak of rules and not of lexing: a text is statements parted by <c>;</c>,
/// and what stands behind <c>--</c> on the last line is its comment.
/// </summary>
internal static class Sets
{
    public static FileFacts File(string path, string text = "create table t (id integer);") =>
        new(path, 0, EquatableList.Of(Section(text)), MigrationOptions.Default, EquatableList<FileProblem>.Empty);

    public static SectionFacts Section(string text, Direction? direction = null)
    {
        string statements = text.Split("--")[0];
        var hashes = statements
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select((statement, i) => new StatementFact(Convert.ToUInt32(Hash(statement)[..8], 16), new TextPlace(i + 1, 1)))
            .ToList();
        var distinct = hashes.Select(h => h.Hash).Distinct().Order().ToList();
        return new SectionFacts(
            direction,
            TextPlace.Start,
            Hash(text),
            Hash("s1" + statements.Trim()),
            hashes.Count == 0,
            new Sketch(distinct.Count, distinct.Take(Sketch.Size).ToEquatableList()),
            MigrationOptions.Default,
            hashes.ToEquatableList());
    }

    public static Verdict Judge(LockFile? locked, params FileFacts[] files) =>
        MigrationTooling.Rules.Judge.Run(new SetInput(
            "Migrations",
            files.ToEquatableList(),
            locked is null ? null : new LockReadResult(locked, EquatableList<LockProblem>.Empty),
            RequireLock: false));

    public static EquatableList<MigrationFacts> Migrations(params FileFacts[] files) => SetAssembler.Assemble(files).Migrations;

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static IReadOnlyList<string> Lines(Verdict verdict) =>
        verdict.Findings.Select(f => $"{f.Rule.Id} {f.File}({f.Place.Line},{f.Place.Column}) {f.Message}").ToList();

    public static IReadOnlyList<string> RuleIds(Verdict verdict) => verdict.Findings.Select(f => f.Rule.Id).ToList();
}

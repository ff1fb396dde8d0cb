using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Rules;

/// <summary>
/// Every rule, one line each. Ids are never reused; 0001–0099 integrity, 0100–0199 the file itself, 0200–0299 safety on
/// PostgreSQL, 0300–0399 safety on SQLite, 0400–0499 use of the API, 0500–0599 database state, 0900–0999 our own faults.
/// </summary>
public static class RuleTable
{
    /// <summary>The rules, ordered by id.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        Guard("MIG0001", "Locked migration changed"),
        Guard("MIG0002", "Locked migration renamed"),
        Guard("MIG0003", "Locked migration renamed and changed"),
        Guard("MIG0004", "Locked migration deleted"),
        Guard("MIG0005", "Migration out of order or forked"),
        Guard("MIG0006", "Duplicate version or id"),
        Guard("MIG0007", "Lock file broken"),
        new("MIG0008", "Only comments or formatting changed", Severity.Warning, Integrity, Reporter.Generator),
        new("MIG0009", "Down script of a locked migration changed", Severity.Warning, Integrity, Reporter.Generator),
        new("MIG0010", "No lock file", Severity.Warning, Integrity, Reporter.Generator),
        Guard("MIG0011", "Retired id reused"),
        new("MIG0012", "Migration not locked", Severity.Error, Integrity, Reporter.Tool),
        new("MIG0013", "Locked line changed or removed", Severity.Error, Integrity, Reporter.Tool),

        FileGuard("MIG0101", "File cannot be placed"),
        FileGuard("MIG0102", "Unknown option or directive"),
        FileGuard("MIG0103", "Unterminated string, comment, dollar quote or identifier"),
        FileGuard("MIG0104", "Not UTF-8"),
        new("MIG0105", "Lone carriage return", Severity.Error, File, Reporter.Analyzer),
        new("MIG0106", "Two layouts in one directory", Severity.Error, File, Reporter.Analyzer),
        new("MIG0107", "Unbalanced transaction control", Severity.Error, File, Reporter.Analyzer),
        new("MIG0108", "Too large for the compiler", Severity.Warning, File, Reporter.Analyzer),
        new("MIG0109", "Down script missing", Severity.Warning, File, Reporter.Analyzer),
        new("MIG0110", "Empty file", Severity.Warning, File, Reporter.Analyzer),
        new("MIG0111", "Variant for a dialect that is not run", Severity.Warning, File, Reporter.Analyzer),
        new("MIG0112", "Command of psql", Severity.Error, File, Reporter.Analyzer),
        new("MIG0113", "Migration not written yet", Severity.Warning, File, Reporter.Analyzer),
        new("MIG0114", "Down script not written yet", Severity.Warning, File, Reporter.Analyzer),
        new("MIG0115", "Applied in parts", Severity.Warning, File, Reporter.Analyzer),

        State("MIG0501", "Database of another dialect"),
        State("MIG0502", "Not a database"),
        State("MIG0503", "Another tool's history table", Severity.Warning),
        State("MIG0504", "History newer than this tool"),
        State("MIG0505", "Applied migration changed"),
        State("MIG0506", "Applied migration missing"),
        State("MIG0507", "Applied under another name"),
        State("MIG0508", "Retired id applied as well"),
        State("MIG0509", "Out of order on this database", Severity.Warning),
        State("MIG0510", "Only comments or formatting of an applied migration changed", Severity.Info),
        State("MIG0511", "Rename not adopted yet", Severity.Info),
        State("MIG0512", "Migration partly applied"),
        State("MIG0513", "Database copied or moved", Severity.Info),
        State("MIG0514", "Migration partly rolled back"),
        State("MIG0515", "Rollback interrupted before it took anything back", Severity.Info),
        State("MIG0516", "Migration can't be taken back"),
        State("MIG0517", "Down script changed since it was applied"),
        State("MIG0518", "Journal of a killed writer"),

        new("MIG0901", "The guard did not run", Severity.Error, "Tooling", Reporter.Targets),
    ];

    private const string Integrity = "Integrity";

    private const string File = "File";

    private static readonly Dictionary<string, Rule> ById = All.ToDictionary(rule => rule.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule with this id, upper or lower case.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Rule Get(string id) => ById[id];

    /// <summary>The rule with this id, upper or lower case; null when there is none.</summary>
    public static Rule? Find(string id) => ById.TryGetValue(id, out var rule) ? rule : null;

    private static Rule Guard(string id, string title) => new(id, title, Severity.Error, Integrity, Reporter.Guard);

    private static Rule State(string id, string title, Severity severity = Severity.Error) => new(id, title, severity, "State", Reporter.Tool);

    private static Rule FileGuard(string id, string title) => new(id, title, Severity.Error, File, Reporter.Guard);
}

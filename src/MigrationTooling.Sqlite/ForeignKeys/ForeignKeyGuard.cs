using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MigrationTooling.Sql;
using MigrationTooling.Sqlite.Native;
using MigrationTooling.Storage;

namespace MigrationTooling.Sqlite.ForeignKeys;

/// <summary>
/// Compares the foreign keys before and after a unit, for the tables that it touches and no others. Foreign keys are off while a
/// migration runs, so that tables can be rebuilt; this is what makes that safe.
/// </summary>
internal sealed class ForeignKeyGuard(SqliteDatabase database)
{
    private const int MostDetails = 20;

    private readonly TouchedTables _touched = new(database);
    private readonly Dictionary<string, ForeignKeyFacts> _before = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _notes = [];
    private ForeignKeyGraph? _original; // as the unit found the schema
    private ForeignKeyGraph? _current;
    private long _version;
    private bool _isOld;
    private bool _parentLostKeys;

    /// <summary>
    /// A unit's transaction has begun. What the units of one migration do to each other's tables is compared at its end only: a table may be
    /// dropped in one and come back in the next.
    /// </summary>
    public void BeginUnit(bool isFirst)
    {
        if (!isFirst)
        {
            return;
        }

        _before.Clear();
        _written.Clear();
        _notes.Clear();
        _parentLostKeys = false;
        _isOld = false;
        _current = _current is not null && _version == SchemaVersion() ? _current : null;
        _original = _current;
    }

    /// <summary>A unit was rolled back: what was known of its schema is not true any more.</summary>
    public void Forget() => _current = null;

    public void BeforePrepare() => _touched.Listen();

    /// <summary>A statement is prepared and about to run: the state before it is kept for every table it concerns first.</summary>
    public void BeforeRun(SqlStatement statement)
    {
        _touched.Stop();
        if (_touched.Tables.Count == 0)
        {
            return;
        }

        // The first load precedes every write of the unit, so it shows the schema that the unit found.
        _current = _isOld ? ForeignKeyGraph.Load(database) : _current ?? ForeignKeyGraph.Load(database);
        _original ??= _current;
        _isOld = false;
        bool declares = _touched.ChangesSchema && statement.Text.Contains("references", StringComparison.OrdinalIgnoreCase);
        foreach (string table in _touched.Tables.Where(t => declares || _current.Concerns(t)))
        {
            _isOld |= _touched.ChangesSchema;
            _written.Add(table);
            _parentLostKeys |= _touched.RemovesKeys && _current.IsParent(table);
            foreach (string child in _original.ChildrenConcernedBy(table).Where(c => !_before.ContainsKey(c)))
            {
                _before.Add(child, ForeignKeyFacts.Read(database, child, _original.KeysOf(child)));
            }
        }
    }

    /// <summary>All statements of a unit ran: throws what the migration newly breaks, so that the unit can only be rolled back; else what is worth saying.</summary>
    public IReadOnlyList<string> Check(UnitStart unit)
    {
        if (_written.Count > 0 && unit.IsLast)
        {
            _current = _isOld || _current is null ? ForeignKeyGraph.Load(database) : _current;
            var children = _before.Keys.Concat(_written.SelectMany(_current.ChildrenConcernedBy)).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(c => _current.KeysOf(c).Count > 0).ToArray();
            Compare(_current, children, unit);
        }

        _version = SchemaVersion();
        return _notes;
    }

    private void Compare(ForeignKeyGraph graph, string[] children, UnitStart unit)
    {
        var gone = Gone(children);
        var dangling = new List<string>();
        var violations = new List<string>();
        long rows = 0;
        foreach (string child in children)
        {
            var before = _before.GetValueOrDefault(child, ForeignKeyFacts.None);
            var after = ForeignKeyFacts.Read(database, child, graph.KeysOf(child));
            var open = Dangling(graph.KeysOf(child).Where(k => after.Dangling.Contains(k.Shape)), before, unit, dangling);
            foreach (var (row, violation) in after.Violations.Where(v => !open.Contains(v.Value.Parent)))
            {
                long known = before.Violations.TryGetValue(row, out var old) ? old.Count : gone.GetValueOrDefault(WithoutTable(row));
                if (violation.Count > known)
                {
                    rows += violation.Count - known;
                    violations.Add($"{row} refers to no row of {violation.Parent} ({(violation.Count - known).ToString(CultureInfo.InvariantCulture)} more than before)");
                }
            }
        }

        if (dangling.Count > 0)
        {
            throw Failed(
                $"After this migration a foreign key refers to a table that is missing or whose columns are not unique: {dangling[0]}.",
                "A table that is rebuilt must keep its name: create the new one, copy, drop the old one, then rename the new one.", dangling);
        }

        if (rows > 0)
        {
            throw Failed(
                $"This migration leaves {rows.ToString(CultureInfo.InvariantCulture)} rows that refer to nothing: {violations[0]}.",
                _parentLostKeys && !unit.ForeignKeys ? "If this file expects cascades: -- migrate:options foreign_keys:on" : null, violations);
        }
    }

    /// <summary>Adds the keys that dangle and should not; the parents whose rows can't be judged.</summary>
    private HashSet<string> Dangling(IEnumerable<ForeignKey> keys, ForeignKeyFacts before, UnitStart unit, List<string> dangling)
    {
        var open = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in keys)
        {
            if (before.Dangling.Contains(key.Shape))
            {
                _notes.Add($"The foreign key {key.Shape} referred to nothing usable before this migration already; its rows are not checked.");
            }
            else if (unit.IsNamedLater(key.Parent) || unit.IsNamedLater(key.Child))
            {
                // A rebuild spread over several files leaves the parent missing between them.
                _notes.Add($"The foreign key {key.Shape} refers to nothing usable after this migration; a later one names the table and is taken to mend it.");
            }
            else if (unit.IsLeftBehind(key.Child))
            {
                _notes.Add($"The foreign key {key.Shape} refers to nothing usable now; only migrations that are taken back name its table, which their rollback left behind.");
            }
            else
            {
                dangling.Add(key.Shape);
                continue;
            }

            open.Add(key.Parent);
        }

        return open;
    }

    /// <summary>The violations of tables that are not there any more: one that was renamed brings its own along.</summary>
    private Dictionary<string, long> Gone(string[] children)
    {
        var gone = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (row, violation) in _before.Where(b => !children.Contains(b.Key, StringComparer.OrdinalIgnoreCase)).SelectMany(b => b.Value.Violations))
        {
            gone[WithoutTable(row)] = gone.GetValueOrDefault(WithoutTable(row)) + violation.Count;
        }

        return gone;
    }

    private static string WithoutTable(string row) => row[row.IndexOf('(', StringComparison.Ordinal)..];

    private static DatabaseFaultException Failed(string message, string? hint, List<string> details) =>
        new(new DatabaseFault.Check(message, null, details.Take(MostDetails).ToArray()) { Hint = hint });

    private long SchemaVersion()
    {
        var cursor = database.Cursor("PRAGMA main.schema_version");
        cursor.Step();
        long version = cursor.Integer(0);
        cursor.Reset();
        return version;
    }
}

using System.Collections.Generic;
using MigrationTooling.History;

namespace MigrationTooling.Results;

/// <summary>What the journal tells; the JSON of <c>history</c>.</summary>
/// <param name="Database">Which database.</param>
/// <param name="Entries">The lines asked for, oldest first.</param>
public sealed record HistoryReport(DatabaseDescription Database, IReadOnlyList<JournalRecord> Entries);

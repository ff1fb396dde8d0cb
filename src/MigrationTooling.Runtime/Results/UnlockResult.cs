using System;
using System.Collections.Generic;

namespace MigrationTooling.Results;

/// <summary>Who held the database; the JSON of <c>unlock</c>.</summary>
/// <param name="Owner">Who owned it and is gone; null where nobody did.</param>
/// <param name="Since">Since when.</param>
/// <param name="Doing">The migration it was doing; null for none.</param>
/// <param name="Unfinished">Migrations that it left begun.</param>
public sealed record UnlockResult(string? Owner, DateTimeOffset? Since, string? Doing, IReadOnlyList<string> Unfinished)
{
    /// <summary>The server process that was ended for it; null for none.</summary>
    public int? EndedSession { get; init; }

    /// <summary>True where an owner that was gone was taken out.</summary>
    public bool IsReleased => Owner is not null;
}

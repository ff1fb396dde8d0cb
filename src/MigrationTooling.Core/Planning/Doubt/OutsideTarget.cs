namespace MigrationTooling.Planning;

/// <summary>What a statement outside a transaction works on, as its text says; what the names mean, the server knows.</summary>
/// <param name="Kind">What the statement is.</param>
/// <param name="Name">The object: a name as it is written in SQL (<c>s."T"</c>) for relations and types, bare for what has no schema; empty where it has none.</param>
public sealed record OutsideTarget(OutsideKind Kind, string Name)
{
    /// <summary>The table that an index is made on, as it is written.</summary>
    public string Table { get; init; } = "";

    /// <summary>What is reindexed: <c>table</c>, <c>index</c>, <c>schema</c>, <c>database</c> or <c>system</c>; or the label of an enum.</summary>
    public string Detail { get; init; } = "";

    /// <summary>
    /// CREATE INDEX, to be tried on an empty copy of its table, so that the server says how it writes the definition: with <c>{index}</c> and
    /// <c>{table}</c> in the names' places. Empty for other statements.
    /// </summary>
    public string Trial { get; init; } = "";

    /// <summary>The statement's first words and the name it bears.</summary>
    public string Words => $"{Kind.Words()} {Name}".TrimEnd();
}

namespace MigrationTooling.History;

/// <summary>What a database kept of the scripts of one applied migration.</summary>
/// <param name="Row">Its row, with the checksums of what ran.</param>
/// <param name="Up">The up script's text; null where it was not kept.</param>
/// <param name="Down">The down script's text; null where it was not kept or there is none.</param>
public sealed record AppliedTexts(HistoryRow Row, StoredText? Up, StoredText? Down);

using MigrationTooling.Facts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Options;

namespace MigrationTooling.Layouts;

/// <summary>A migration as its files show it, before any lock or history is asked.</summary>
/// <param name="Id">The file name's stem.</param>
/// <param name="Version">The leading numbers of the id.</param>
/// <param name="Name">The id without its version.</param>
/// <param name="Options">Of the generic up script, else of the first variant.</param>
/// <param name="Scripts">Every script, ordered by direction, then variant (generic first).</param>
public sealed record MigrationFacts(
    string Id,
    MigrationVersion Version,
    string Name,
    MigrationOptions Options,
    EquatableList<ScriptFacts> Scripts)
{
    private readonly KeptComparison _compared = new();

    /// <summary>True where <see cref="KeepUnchanged"/> was told so of these very scripts and that very line.</summary>
    internal bool IsKeptUnchanged(LockEntry line) => _compared.Is(Scripts, line);

    /// <summary>Keeps that the scripts are what the line says, for the next judgement.</summary>
    internal void KeepUnchanged(LockEntry line) => _compared.Keep(Scripts, line);
}

/// <summary>One script of a migration.</summary>
/// <param name="Direction">Up or down.</param>
/// <param name="Variant">The dialect it is for; null for the generic one.</param>
/// <param name="Path">Its file, relative to the migrations directory.</param>
/// <param name="Length">The file's bytes; 0 where unknown.</param>
/// <param name="Options">The script's own options (with those its file name carries).</param>
/// <param name="Section">Checksums and places.</param>
public sealed record ScriptFacts(
    Direction Direction,
    Dialect? Variant,
    string Path,
    long Length,
    MigrationOptions Options,
    SectionFacts Section);

using System;
using System.IO;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Text;

namespace MigrationTooling;

/// <summary>One script of a migration, with the way to its text.</summary>
/// <param name="Direction">Up or down.</param>
/// <param name="Variant">The dialect it is for; null for the generic one.</param>
/// <param name="Path">Its file, relative to the migrations directory, <c>/</c> as separator.</param>
/// <param name="Start">Where its text begins in that file (a one-file layout holds two scripts).</param>
/// <param name="Length">The file's bytes.</param>
/// <param name="H1">Hex SHA-256 of the normalised text.</param>
/// <param name="S1">Hex SHA-256 of options and tokens.</param>
/// <param name="Options">The script's own options.</param>
/// <param name="OpenText">Opens the normalised text (no BOM, LF), this section only; the caller disposes the reader.</param>
public sealed record MigrationScript(
    Direction Direction,
    Dialect? Variant,
    string Path,
    TextPlace Start,
    long Length,
    string H1,
    string S1,
    MigrationOptions Options,
    Func<TextReader> OpenText)
{
    /// <summary>True where the text is one section of a one-file layout; false where it is the whole file.</summary>
    public bool IsSection { get; init; }

    /// <summary>The plans that were made along with the checksums; for other databases a run makes them.</summary>
    public EquatableList<MadePlan> MadePlans { get; init; } = EquatableList<MadePlan>.Empty;
}

using MigrationTooling.Model;

namespace MigrationTooling.Layouts;

/// <summary>What a file's path says of the script in it. Made by <see cref="FileNameParser"/>.</summary>
/// <param name="Path">The path, relative to the migrations directory.</param>
/// <param name="Id">The migration's id: the stem, or the folder's name in a folder layout. Empty where the file cannot be placed.</param>
/// <param name="Version">The leading numbers of the id; null where the file cannot be placed.</param>
/// <param name="Name">The id without its version.</param>
/// <param name="Direction">What the name says; null where it says nothing (up, unless the file has sections).</param>
/// <param name="Variant">The dialect named in it; null for a generic script.</param>
/// <param name="ForeignDialect">The word of a database that is not run here (<c>mysql</c>); null for all others.</param>
/// <param name="OutsideTransaction">True where the name asks for no transaction (popx's <c>.autocommit</c>).</param>
/// <param name="IsUndo">True for Flyway's <c>U…__name.sql</c>, which belongs to the <c>V</c> file of the same version whatever that one's name.</param>
/// <param name="Layout">The layout the name belongs to; a file with sections overrides <see cref="MigrationLayout.OneFile"/>.</param>
/// <param name="Problem">Why the file cannot be placed and what was expected; null where it can.</param>
public sealed record FileName(
    string Path,
    string Id,
    MigrationVersion? Version,
    string Name,
    Direction? Direction,
    Dialect? Variant,
    string? ForeignDialect,
    bool OutsideTransaction,
    bool IsUndo,
    MigrationLayout Layout,
    NameProblem? Problem);

/// <summary>Why a name cannot be placed.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Fix">The name that was expected.</param>
public sealed record NameProblem(string Message, string Fix);

using MigrationTooling.Layouts;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>
/// All that the rules need to know of one .sql file; value-equatable plain data. Made from text by
/// <c>FileFactsReader</c>, or read back from <c>migrations.facts</c> for scripts too large for the compiler.
/// </summary>
/// <param name="Path">Relative to the migrations directory, <c>/</c> as separator.</param>
/// <param name="Length">Bytes on disk; 0 where only text was seen. Not part of any verdict.</param>
/// <param name="Sections">One for an ordinary file (its <see cref="SectionFacts.Direction"/> is null: the name decides); one per marker in a one-file layout.</param>
/// <param name="Options">The options of the leading comment, which hold for every section; a section's own are its <see cref="SectionFacts.Options"/>.</param>
/// <param name="Problems">What the file rules (MIG01xx) found while reading, in file order.</param>
public sealed record FileFacts(
    string Path,
    long Length,
    EquatableList<SectionFacts> Sections,
    MigrationOptions Options,
    EquatableList<FileProblem> Problems)
{
    private readonly NameOfPath _name = new();
    private readonly KeptScripts _scripts = new();

    /// <summary>What the path says.</summary>
    public FileName Name => _name.Of(Path);

    internal KeptScripts Kept => _scripts;

    /// <summary>Takes a name that was parsed before.</summary>
    internal FileFacts Called(FileName name)
    {
        _name.Keep(name);
        return this;
    }
}

/// <summary>What is known of one direction's text within a file.</summary>
/// <param name="Direction">The marker's direction in a one-file layout; null in an ordinary file.</param>
/// <param name="Start">Where the section's text begins in the file.</param>
/// <param name="H1">Hex SHA-256 of the normalised text.</param>
/// <param name="S1">Hex SHA-256 of options and tokens.</param>
/// <param name="IsEmpty">True where the text holds no token (comments only).</param>
/// <param name="Sketch">The similarity sketch.</param>
/// <param name="Options">The section's options: the leading comment's, overridden by its marker's and its own.</param>
/// <param name="Statements">Hash and place of the first <see cref="MaxStatements"/> statements (the data of a COPY count as one), to point at the one that changed.</param>
public sealed record SectionFacts(
    Direction? Direction,
    TextPlace Start,
    string H1,
    string S1,
    bool IsEmpty,
    Checksums.Sketch Sketch,
    MigrationOptions Options,
    EquatableList<StatementFact> Statements)
{
    /// <summary>Statements kept per section; a fixed cap, so that every reader points at the same place.</summary>
    public const int MaxStatements = 1000;
}

/// <summary>One statement's hash (first four bytes of the SHA-256 over its tokens) and where it begins in the file.</summary>
public readonly record struct StatementFact(uint Hash, TextPlace Place);

/// <summary>Something a file rule found in the text.</summary>
/// <param name="RuleId">A <c>MIG01xx</c> rule.</param>
/// <param name="Place">Where.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Fix">What mends it.</param>
public sealed record FileProblem(string RuleId, TextPlace Place, string Message, string Fix);

using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Sql;

/// <summary>One statement of a script.</summary>
/// <param name="Text">From its first token to its last, comments between them included, without the semicolon that ends it.</param>
/// <param name="Place">Where it begins in the file.</param>
/// <param name="Keywords">Its first bare words, at most <see cref="MaxKeywords"/>, in upper case: <c>CREATE UNIQUE INDEX CONCURRENTLY …</c>. Anything else between them is left out.</param>
/// <param name="Hash">The first four bytes, big-endian, of the SHA-256 over its tokens, as in its <see cref="Facts.StatementFact"/>.</param>
/// <param name="Control">What it does to the transaction it runs in.</param>
/// <param name="HasCopyData">True where data follow it in the script; see <see cref="StatementReader.ReadCopyLine"/>.</param>
public sealed record SqlStatement(
    string Text,
    TextPlace Place,
    EquatableList<string> Keywords,
    uint Hash,
    TransactionControl Control,
    bool HasCopyData)
{
    /// <summary>How many keywords are kept.</summary>
    public const int MaxKeywords = 6;

    /// <summary>True for statements that begin, end or mark a point in a transaction.</summary>
    public bool IsTransactionControl => Control != TransactionControl.None;
}

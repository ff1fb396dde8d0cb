namespace MigrationTooling.Planning;

/// <summary>A form of statement that PostgreSQL refuses inside a transaction.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Form">Its form; see <see cref="StatementForm"/>.</param>
/// <param name="From">The first server version, by its major number, of which this holds; 0 for all.</param>
/// <param name="Before">The first server version of which it no longer holds; 0 for none.</param>
/// <param name="Unless">Options in parentheses, with their values, of which any one makes it an ordinary statement.</param>
internal sealed record OutsideRule(OutsideKind Kind, string Form, int From = 0, int Before = 0, string Unless = "")
{
    /// <summary>It holds only in a script that says <c>transaction:false</c>: whether the server refuses it does not show in its text.</summary>
    public bool OnlyDeclared { get; init; }

    /// <summary>The form, read once.</summary>
    public StatementForm Matcher { get; } = new(Form, Unless);

    /// <summary>True where it holds for this server; without one, where it holds for any that is supported.</summary>
    public bool HoldsFor(int? serverVersion) => serverVersion is { } version
        ? version >= From && (Before == 0 || version < Before)
        : Before == 0 || Before > OutsideTransaction.OldestServer;
}

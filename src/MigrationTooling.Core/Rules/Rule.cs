namespace MigrationTooling.Rules;

/// <summary>One row of the rule table.</summary>
/// <param name="Id"><c>MIGnnnn</c>; never reused.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Severity">The default severity.</param>
/// <param name="Category"><c>Integrity</c>, <c>File</c>, <c>Safety</c>, <c>Api</c> or <c>State</c>.</param>
/// <param name="Reporter">Who reports it in a build.</param>
public sealed record Rule(string Id, string Title, Severity Severity, string Category, Reporter Reporter);

using MigrationTooling.Text;

namespace MigrationTooling.Rules;

/// <summary>An instance of a rule: what was found where, in one sentence, with the command that mends it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Migration">The migration's id, where the finding concerns one.</param>
/// <param name="File">Path relative to the migrations directory, <c>/</c> as separator.</param>
/// <param name="Place">1-based line and column in that file.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Fix">What mends it, commands included.</param>
public sealed record Finding(Rule Rule, string? Migration, string File, TextPlace Place, string Message, string Fix)
{
    /// <summary>How it weighs here: the rule's own severity unless a setting raises it (a required lock that is missing).</summary>
    public Severity Severity { get; init; } = Rule.Severity;

    /// <summary>The text every door prints: compiler, tool and reports alike.</summary>
    public string Text => Fix.Length == 0 ? Message : Message + " " + Fix;
}

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Rules;

namespace MigrationTooling.Generator.Reporting;

/// <summary>Core's rules and findings as Roslyn prints them.</summary>
internal static class Descriptors
{
    // A build may not switch the guard off; a lock that is required is part of it.
    private static readonly string[] Guarding = [WellKnownDiagnosticTags.NotConfigurable];

    /// <summary>The rules that the analyzer reports.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfAnalyzer { get; } =
        RuleTable.All.Where(rule => rule.Reporter == Reporter.Analyzer).Select(rule => Of(rule, rule.Severity)).ToImmutableArray();

    public static Diagnostic Diagnostic(LocatedFinding located)
    {
        var finding = located.Finding;
        return Microsoft.CodeAnalysis.Diagnostic.Create(Of(finding.Rule, finding.Severity), Location(located), finding.Text);
    }

    /// <summary>As <see cref="Diagnostic"/>, with the severity that an editorconfig section gives it.</summary>
    public static Diagnostic Diagnostic(LocatedFinding located, DiagnosticSeverity severity) =>
        Microsoft.CodeAnalysis.Diagnostic.Create(
            Of(located.Finding.Rule, located.Finding.Severity), Location(located), severity, additionalLocations: null, properties: null, located.Finding.Text);

    private static DiagnosticDescriptor Of(Rule rule, Severity severity) => new(
        rule.Id,
        rule.Title,
        "{0}",
        rule.Category,
        severity switch
        {
            Severity.Error => DiagnosticSeverity.Error,
            Severity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: true,
        description: null,
        helpLinkUri: null,
        customTags: rule.Reporter != Reporter.Analyzer && severity == Severity.Error ? Guarding : []);

    private static Location Location(LocatedFinding located)
    {
        // Core counts from 1, Roslyn from 0.
        var place = new LinePosition(located.Finding.Place.Line - 1, located.Finding.Place.Column - 1);
        return Microsoft.CodeAnalysis.Location.Create(located.Path, default, new LinePositionSpan(place, place));
    }
}

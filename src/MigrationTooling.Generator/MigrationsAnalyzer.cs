using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MigrationTooling.Generator.Judging;
using MigrationTooling.Generator.Reading;
using MigrationTooling.Generator.Reporting;
using MigrationTooling.Rules;

namespace MigrationTooling.Generator;

/// <summary>
/// Reports the findings that a project may weigh for itself: by <c>.globalconfig</c>, <c>NoWarn</c> and <c>WarningsAsErrors</c> as any
/// analyzer's, and by <c>migrations_diagnostic.MIGnnnn.severity</c> in the editorconfig sections of its scripts.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MigrationsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.OfAnalyzer;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext start)
    {
        var options = start.Options;
        if (ProjectFacts.FileName(options.AnalyzerConfigOptionsProvider.GlobalOptions) is not { } factsName)
        {
            return;
        }

        var cancellation = start.CancellationToken;
        var findings = new Lazy<ILookup<string, LocatedFinding>>(() => Find(options.AdditionalFiles, factsName, cancellation));
        start.RegisterAdditionalFileAction(file =>
        {
            foreach (var finding in findings.Value[SlashPath.Of(file.AdditionalFile.Path)])
            {
                Report(finding, options.AnalyzerConfigOptionsProvider.GetOptions(file.AdditionalFile), file.ReportDiagnostic);
            }
        });
        start.RegisterCompilationEndAction(end =>
        {
            // A script too large for the compiler is no additional file, so nobody asks about it above.
            var asked = new HashSet<string>(options.AdditionalFiles.Select(file => SlashPath.Of(file.Path)), StringComparer.Ordinal);
            foreach (var finding in findings.Value.Where(file => !asked.Contains(file.Key)).SelectMany(file => file))
            {
                Report(finding, options.AnalyzerConfigOptionsProvider.GlobalOptions, end.ReportDiagnostic);
            }
        });
    }

    private static ILookup<string, LocatedFinding> Find(ImmutableArray<AdditionalText> texts, string factsName, CancellationToken cancellation)
    {
        var facts = texts.Where(text => ProjectFacts.IsFactsFile(text.Path, factsName)).Select(text => ProjectFacts.Read(text, cancellation)).ToArray();
        var project = facts.Length == 1 ? facts[0] : null;
        var directories = SetDirectories.Of(project);
        var locks = LockText.Present(
            texts.Where(text => LockText.IsLock(text.Path)).Select(text => LockText.Read(text, directories, cancellation)).ToImmutableArray());
        var routes = ScriptRoutes.Of(project, locks);
        var judged = ProjectJudge.Judge(
            project, texts.Select(text => ScriptText.Read(text, routes, cancellation)).ToImmutableArray(), locks);
        return (judged is null ? [] : LocatedFinding.In(judged, reporter => reporter == Reporter.Analyzer)).ToLookup(finding => finding.Path, StringComparer.Ordinal);
    }

    private static void Report(LocatedFinding finding, AnalyzerConfigOptions section, Action<Diagnostic> report)
    {
        string key = "migrations_diagnostic." + finding.Finding.Rule.Id + ".severity";
        switch (section.TryGetValue(key, out string? word) ? word.ToLowerInvariant() : "default")
        {
            case "none" or "silent":
                return;
            case "suggestion":
                report(Descriptors.Diagnostic(finding, DiagnosticSeverity.Info));
                return;
            case "warning":
                report(Descriptors.Diagnostic(finding, DiagnosticSeverity.Warning));
                return;
            case "error":
                report(Descriptors.Diagnostic(finding, DiagnosticSeverity.Error));
                return;
            default:
                report(Descriptors.Diagnostic(finding));
                return;
        }
    }
}

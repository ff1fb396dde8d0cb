using Microsoft.CodeAnalysis;
using MigrationTooling.Generator.Emitting;
using MigrationTooling.Generator.Judging;
using MigrationTooling.Generator.Reading;
using MigrationTooling.Generator.Reporting;

namespace MigrationTooling.Generator;

/// <summary>
/// The guard: reads the scripts and the lock, has Core judge them, reports what it finds and compiles the manifest.
/// Never looks at the compilation, so that an edit of C# re-runs nothing here.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class MigrationsGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var factsName = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => ProjectFacts.FileName(options.GlobalOptions))
            .WithTrackingName(StepNames.FactsName);

        // One pass over thousands of scripts finds the few files that are none.
        var others = context.AdditionalTextsProvider
            .Where(static text => ProjectFacts.MayBeFactsFile(text.Path) || LockText.IsLock(text.Path));

        var facts = others
            .Where(static text => ProjectFacts.MayBeFactsFile(text.Path))
            .Combine(factsName)
            .Select(static (pair, cancellation) => FactsText.Read(pair.Left, pair.Right, cancellation))
            .Collect()
            .Select(static (found, _) => FactsText.Only(found))
            .WithTrackingName(StepNames.Facts);

        var directories = facts
            .Select(static (project, _) => SetDirectories.Of(project))
            .WithTrackingName(StepNames.Directories);

        var locks = others
            .Where(static text => LockText.IsLock(text.Path))
            .Combine(directories)
            .Select(static (pair, cancellation) => LockText.Read(pair.Left, pair.Right, cancellation))
            .WithTrackingName(StepNames.Lock)
            .Collect()
            .Select(static (found, _) => LockText.Present(found))
            .WithTrackingName(StepNames.Locks);

        // Every Combine here is one of two classes: the compiler compiles its tables anew for each other shape, in every build.
        var project = facts
            .Combine(locks)
            .Select(static (pair, _) => new ProjectTexts(pair.Left, pair.Right))
            .WithTrackingName(StepNames.Project);

        var routes = project
            .Select(static (texts, _) => ScriptRoutes.Of(texts.Facts, texts.Locks))
            .WithTrackingName(StepNames.Routes);

        var scripts = context.AdditionalTextsProvider
            .Combine(routes)
            .Select(static (pair, cancellation) => ScriptText.Read(pair.Left, pair.Right, cancellation))
            .WithTrackingName(StepNames.Script)
            .Collect()
            .Select(static (all, _) => new ScriptTexts(all))
            .WithTrackingName(StepNames.Scripts);

        var verdicts = scripts
            .Combine(project)
            .Select(static (all, _) => ProjectJudge.Judge(all.Right.Facts, all.Left.All, all.Right.Locks))
            .WithTrackingName(StepNames.Verdicts);

        var report = verdicts
            .Select(static (project, _) => GuardReport.Of(project))
            .WithTrackingName(StepNames.Report);

        var pages = verdicts
            .SelectMany(static (project, _) => ManifestPage.Of(project))
            .WithTrackingName(StepNames.Pages)
            .Select(static (page, _) => PageSource.Of(page))
            .WithTrackingName(StepNames.PageSources);

        var manifests = pages
            .Collect()
            .SelectMany(static (all, _) => ManifestSource.Of(all))
            .WithTrackingName(StepNames.Manifests);

        var ids = verdicts
            .SelectMany(static (project, _) => IdsSource.Of(project))
            .WithTrackingName(StepNames.Ids);

        context.RegisterSourceOutput(report, static (output, guard) => guard.WriteTo(output));
        context.RegisterSourceOutput(pages, static (output, page) => output.AddSource(page.HintName, page.Text()));
        context.RegisterSourceOutput(manifests, static (output, manifest) => output.AddSource(manifest.HintName, manifest.Text()));
        context.RegisterSourceOutput(ids, static (output, constants) => constants.WriteTo(output));
    }
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MigrationTooling.Generator.Tests.Running;

/// <summary>What one run of the generator gave.</summary>
internal sealed class GuardedRun(GeneratorDriverRunResult result, CSharpCompilation compilation, ImmutableArray<ResourceDescription> resources)
{
    private static readonly string[] AllSteps =
        [.. typeof(StepNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>As a build prints them, the project's directory left out.</summary>
    public IEnumerable<string> Findings => Result.Diagnostics.Select(Printed);

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    public IEnumerable<string> SourceNames => Result.GeneratedSources.Select(source => source.HintName);

    private GeneratorRunResult Result => Assert.Single(result.Results);

    public static string Printed(Diagnostic diagnostic)
    {
        var line = diagnostic.Location.GetLineSpan();
        string path = line.Path.StartsWith(GuardedProject.Root, StringComparison.Ordinal) ? line.Path[(GuardedProject.Root.Length + 1)..] : line.Path;
        return FormattableString.Invariant(
            $"{path}({line.StartLinePosition.Line + 1},{line.StartLinePosition.Character + 1}): {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage()}");
    }

    public string Source(string hintName) => Assert.Single(Result.GeneratedSources, source => source.HintName == hintName).SourceText.ToString();

    /// <summary>How many outputs of a step there are for each reason.</summary>
    public string Reasons(string step) => string.Join(" ", Steps(step)
        .SelectMany(run => run.Outputs)
        .GroupBy(output => output.Reason)
        .OrderBy(group => group.Key)
        .Select(group => group.Key + ":" + group.Count()));

    /// <summary>What the steps handed on.</summary>
    public IEnumerable<object> Values => AllSteps.SelectMany(step => Steps(step)).SelectMany(run => run.Outputs).Select(output => output.Value).OfType<object>();

    /// <summary>Steps that left no trace: without one, a step could run unseen.</summary>
    public IEnumerable<string> Untracked => AllSteps.Where(step => Steps(step).IsEmpty);

    public void AssertNothingRan()
    {
        Assert.NotEmpty(Result.TrackedSteps);
        var ran = AllSteps
            .SelectMany(step => Steps(step).SelectMany(run => run.Outputs).Select(output => (step, output.Reason)))
            .Concat(Result.TrackedOutputSteps.SelectMany(step => step.Value.SelectMany(run => run.Outputs).Select(output => (step: step.Key, output.Reason))))
            .Where(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        Assert.Empty(ran);
    }

    /// <summary>Every warning and error the compiler has about generated code, the hidden ones of the user's settings included.</summary>
    public IEnumerable<string> CompilerComplaints(CSharpCompilationOptions options)
    {
        var generated = Result.GeneratedSources.Select(source => source.SyntaxTree).ToHashSet();
        return compilation.WithOptions(options).GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden && generated.Contains(diagnostic.Location.SourceTree!))
            .Select(diagnostic => diagnostic.ToString());
    }

    /// <summary>The compiled assembly, its scripts embedded as the build embeds them.</summary>
    public Assembly Compile()
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, manifestResources: resources);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext("compiled", isCollectible: true).LoadFromStream(image);
    }

    public MigrationManifest CompiledManifest(string type = "Shop.Migrations") =>
        (MigrationManifest)Compile().GetType(type, throwOnError: true)!.GetProperty("Manifest")!.GetValue(null)!;

    private ImmutableArray<IncrementalGeneratorRunStep> Steps(string step) =>
        Result.TrackedSteps.TryGetValue(step, out var runs) ? runs : [];
}

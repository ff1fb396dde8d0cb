using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MigrationTooling.Generator.Tests.Running;

/// <summary>What MSBuild and editorconfig files tell the compiler.</summary>
/// <param name="global">For the whole project.</param>
/// <param name="sections">For one additional file, by its path.</param>
internal sealed class MemoryOptions(ImmutableDictionary<string, string> global, ImmutableDictionary<string, ImmutableDictionary<string, string>> sections)
    : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(global);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        new Values(sections.GetValueOrDefault(textFile.Path, ImmutableDictionary<string, string>.Empty));

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> _values = values.WithComparers(StringComparer.OrdinalIgnoreCase);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
    }
}

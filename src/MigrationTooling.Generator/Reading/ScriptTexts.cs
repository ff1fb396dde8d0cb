using System.Collections.Immutable;

namespace MigrationTooling.Generator.Reading;

/// <summary>All scripts as they were read; equal where the compiler hands on the very same list.</summary>
internal sealed record ScriptTexts(ImmutableArray<ScriptText?> All);

namespace MigrationTooling.Rules;

/// <summary>Which part of a build reports a rule. The tool reports all but the targets' own.</summary>
public enum Reporter
{
    /// <summary>The generator, tagged not configurable: no switch can silence it.</summary>
    Guard = 0,

    /// <summary>The generator, configurable.</summary>
    Generator = 1,

    /// <summary>The analyzer.</summary>
    Analyzer = 2,

    /// <summary>The tool alone; needs a database or the whole command line.</summary>
    Tool = 3,

    /// <summary>The package's MSBuild targets, where the compiler could not load the guard at all.</summary>
    Targets = 4,
}

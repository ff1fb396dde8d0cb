namespace MigrationTooling.Rules;

/// <summary>How a finding weighs: an error fails the build and refuses a run.</summary>
public enum Severity
{
    /// <summary>Worth reading; nothing is refused.</summary>
    Info = 0,

    /// <summary>Reported, does not fail by itself.</summary>
    Warning = 1,

    /// <summary>Fails the build, refuses the run.</summary>
    Error = 2,
}

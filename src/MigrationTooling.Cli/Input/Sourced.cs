namespace MigrationTooling.Cli.Input;

/// <summary>A setting with the place that won, for <c>-v</c> and <c>info</c>.</summary>
internal readonly record struct Sourced<T>(T Value, string Source);

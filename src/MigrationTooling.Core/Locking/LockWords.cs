using MigrationTooling.Model;

namespace MigrationTooling.Locking;

/// <summary>The words of the lock's format, docs/lock-format.md.</summary>
internal static class LockWords
{
    public const string Format = "format";
    public const string Dialect = "dialect";
    public const string H1 = "h1";
    public const string S1 = "s1";
    public const string Down = "down";
    public const string Sketch = "sketch";
    public const string After = "after";
    public const string Alias = "alias";
    public const string Order = "order";
    public const string OrderAccepted = "accepted";
    public const string Was = "was";
    public const string Variant = "variant";
    public const string Reason = "reason";
    public const string End = "end";
    public const string None = "-";

    /// <summary>True for the key of a field that some line has.</summary>
    public static bool IsKey(string key)
    {
        int dot = key.IndexOf('.');
        return dot < 0
            ? key is H1 or S1 or Down or Sketch or After or Alias or Order or Variant or Reason
            : key.Substring(0, dot) is H1 or S1 or Down or Sketch && Dialects.Parse(key.Substring(dot + 1)) is not null and not Model.Dialect.Both;
    }
}

namespace MigrationTooling.Layouts;

/// <summary>
/// What a path says, parsed when first asked for and kept: a set is judged again on every key pressed in an editor, and names
/// do not change then. Plays no part in the equality of the record that holds it; a copy with another path parses that one.
/// </summary>
internal sealed class NameOfPath
{
    private FileName? _parsed;

    public FileName Of(string path)
    {
        var parsed = _parsed;
        if (parsed is null || parsed.Path != path)
        {
            _parsed = parsed = FileNameParser.Parse(path);
        }

        return parsed;
    }

    /// <summary>Keeps what was parsed before.</summary>
    public void Keep(FileName name) => _parsed = name;

    public override bool Equals(object? obj) => obj is NameOfPath;

    public override int GetHashCode() => 0;
}

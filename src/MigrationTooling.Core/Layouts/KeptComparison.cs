namespace MigrationTooling.Layouts;

/// <summary>
/// That two things were compared and found equal, for as long as they are the very same objects. Plays no part in the equality of the
/// record that holds it, and a copy of that record with other parts compares anew.
/// </summary>
internal sealed class KeptComparison
{
    private Pair? _equal;

    public bool Is(object left, object right) => _equal is { } pair && ReferenceEquals(pair.Left, left) && ReferenceEquals(pair.Right, right);

    public void Keep(object left, object right) => _equal = new Pair(left, right);

    public override bool Equals(object? obj) => obj is KeptComparison;

    public override int GetHashCode() => 0;

    private sealed class Pair(object left, object right)
    {
        public object Left => left;

        public object Right => right;
    }
}

namespace MigrationTooling.Locking;

/// <summary>Compares locked scripts across two versions of a lock.</summary>
internal static class LockMatch
{
    /// <summary>True where the <c>was</c> line tells of <paramref name="old"/>: the same statements, though formatting may have been stamped anew in between, and the same down.</summary>
    public static bool IsWas(AcceptedEdit edit, LockedScript? old) =>
        old is null || (edit.S1 == old.S1 && edit.DownH1 == old.DownH1);

    /// <summary>True where only formatting may differ.</summary>
    public static bool IsSame(LockedScript left, LockedScript right) => left.S1 == right.S1 && left.DownH1 == right.DownH1;
}

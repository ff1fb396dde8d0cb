namespace MigrationTooling.Rules;

/// <summary>The rules about a database's state by name.</summary>
public static class StateRules
{
    /// <summary>A set written for another dialect than the database's.</summary>
    public static Rule WrongDialect => RuleTable.Get("MIG0501");

    /// <summary>The file is not a database.</summary>
    public static Rule NotADatabase => RuleTable.Get("MIG0502");

    /// <summary>Another tool keeps a history in this database.</summary>
    public static Rule OtherHistory => RuleTable.Get("MIG0503");

    /// <summary>A newer tool wrote the history.</summary>
    public static Rule NewerHistory => RuleTable.Get("MIG0504");

    /// <summary>The file of an applied migration says something else now.</summary>
    public static Rule AppliedChanged => RuleTable.Get("MIG0505");

    /// <summary>The file of an applied migration is gone.</summary>
    public static Rule AppliedMissing => RuleTable.Get("MIG0506");

    /// <summary>A pending migration is an applied one under another name.</summary>
    public static Rule AppliedUnderAnotherName => RuleTable.Get("MIG0507");

    /// <summary>Two rows claim to be the same migration, one of them under a former id.</summary>
    public static Rule RetiredIdInUse => RuleTable.Get("MIG0508");

    /// <summary>A migration runs after ones that stand behind it in the order.</summary>
    public static Rule LateOnThisDatabase => RuleTable.Get("MIG0509");

    /// <summary>Only comments or formatting of an applied file changed.</summary>
    public static Rule AppliedReformatted => RuleTable.Get("MIG0510");

    /// <summary>A row will take over its migration's new id.</summary>
    public static Rule RenamePending => RuleTable.Get("MIG0511");

    /// <summary>An attempt left a part of its migration behind.</summary>
    public static Rule PartlyApplied => RuleTable.Get("MIG0512");

    /// <summary>The database was last run at another place.</summary>
    public static Rule DatabaseMoved => RuleTable.Get("MIG0513");

    /// <summary>A rollback left a part of its migration behind.</summary>
    public static Rule PartlyRolledBack => RuleTable.Get("MIG0514");

    /// <summary>A rollback was begun and nothing of it is committed.</summary>
    public static Rule RollbackUnbegun => RuleTable.Get("MIG0515");

    /// <summary>Nothing takes the migration back.</summary>
    public static Rule NoWayBack => RuleTable.Get("MIG0516");

    /// <summary>The down script is not the one that was there when the migration was applied.</summary>
    public static Rule DownChanged => RuleTable.Get("MIG0517");

    /// <summary>A killed writer left a journal that only a writing connection can roll back.</summary>
    public static Rule JournalLeft => RuleTable.Get("MIG0518");
}

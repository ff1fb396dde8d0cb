namespace MigrationTooling.Sql;

/// <summary>What the scanner came upon.</summary>
internal enum ScanStep
{
    /// <summary>The script has ended.</summary>
    End = 0,

    /// <summary>A token of a statement.</summary>
    Token,

    /// <summary>The statement has ended, with or without its semicolon.</summary>
    StatementEnd,

    /// <summary>A line of COPY data.</summary>
    CopyLine,

    /// <summary>The COPY data have ended.</summary>
    CopyEnd,

    /// <summary>A comment that speaks to a migration tool.</summary>
    Directive,
}

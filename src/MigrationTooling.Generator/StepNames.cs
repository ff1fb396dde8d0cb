namespace MigrationTooling.Generator;

/// <summary>The tracked steps of the pipeline; the caching tests collect them from here.</summary>
public static class StepNames
{
    /// <summary>What the package calls its facts file; null in a project without the package.</summary>
    public const string FactsName = "FactsName";

    /// <summary>The facts file, read.</summary>
    public const string Facts = "Facts";

    /// <summary>The sets' directories; unchanged while files come and go.</summary>
    public const string Directories = "Directories";

    /// <summary>One lock file.</summary>
    public const string Lock = "Lock";

    /// <summary>All lock files.</summary>
    public const string Locks = "Locks";

    /// <summary>The facts and the locks together.</summary>
    public const string Project = "Project";

    /// <summary>Directories with the dialect that scripts in them are read in.</summary>
    public const string Routes = "Routes";

    /// <summary>One script.</summary>
    public const string Script = "Script";

    /// <summary>All scripts.</summary>
    public const string Scripts = "Scripts";

    /// <summary>What Core says of each set.</summary>
    public const string Verdicts = "Verdicts";

    /// <summary>The findings and the proof that they were looked for.</summary>
    public const string Report = "Report";

    /// <summary>The manifests, cut into pages.</summary>
    public const string Pages = "Pages";

    /// <summary>The pages as source.</summary>
    public const string PageSources = "PageSources";

    /// <summary>The classes that hand out the manifests.</summary>
    public const string Manifests = "Manifests";

    /// <summary>The id constants.</summary>
    public const string Ids = "Ids";
}

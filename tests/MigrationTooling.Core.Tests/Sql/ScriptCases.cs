using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Core.Tests.Cases;
using MigrationTooling.Model;
using Xunit;

namespace MigrationTooling.Core.Tests.Sql;

/// <summary>The scripts of <c>Cases/</c>: <c>NN_topic.DIALECT.sql</c> with the expected reading beside it.</summary>
internal static class ScriptCases
{
    /// <summary>Set to 1 to write what the code does now as what is expected; then review the difference.</summary>
    public const string AcceptVariable = "MIGRATIONTOOLING_UPDATE_CASES";

    private static string Folder => Path.Combine(CaseFolder.RepositoryRoot, "tests", "MigrationTooling.Core.Tests", "Sql", "Cases");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.sql")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    public static TheoryData<string> All => [.. Names];

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".sql"));

    public static Dialect DialectOf(string name) => Dialects.Parse(name[(name.LastIndexOf('.') + 1)..])
        ?? throw new InvalidOperationException($"{name} names no dialect.");

    /// <summary>Compares with the file beside the case; a missing file is a difference.</summary>
    public static void Compare(string name, string actual)
    {
        string path = Path.Combine(Folder, name + ".golden");
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{path} is missing; review this and write it with {AcceptVariable}=1:\n{actual}");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}

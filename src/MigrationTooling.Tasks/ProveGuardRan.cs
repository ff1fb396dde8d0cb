using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MigrationTooling.Facts;
using MigrationTooling.Tasks.Proving;

namespace MigrationTooling.Tasks;

/// <summary>
/// Proves from the compiled assembly that the guard judged these very facts: the generator writes their digest into it.
/// A compiler that skipped the generator (too old, a DLL missing, an exception) leaves an assembly without it.
/// </summary>
public sealed class ProveGuardRan : Task
{
    /// <summary>The project, where the error is shown.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The facts file the compiler was given.</summary>
    [Required]
    public string FactsFile { get; set; } = "";

    /// <summary>What the compiler wrote.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            string digest = FactsReader.Digest(File.ReadAllText(FactsFile));
            using var assembly = File.OpenRead(Assembly);
            if (ByteSearch.Contains(assembly, Encoding.ASCII.GetBytes(digest)))
            {
                return true;
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException)
        {
            Report(unreadable.Message);
            return false;
        }

        // Left in place it would look up to date, and a mended installation would not compile again.
        File.Delete(Assembly);
        Report("the compiler did not load or run MigrationTooling's generator (warnings CS8032, CS8784, CS8785 or CS9057 above say why)");
        return false;
    }

    private void Report(string cause) => Log.LogError(
        null,
        "MIG0901",
        null,
        null,
        ProjectFile,
        0,
        0,
        0,
        0,
        "The migrations were not checked: " + cause + ". Build with the .NET SDK 8.0.100 or later, restore the package again (dotnet restore --force), and do not exclude its analyzers.");
}

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>One rulebook, Directory.Build.targets, holds for every project.</summary>
public class ProjectSettingsTests
{
    private static readonly string[] Settings =
    [
        "Nullable=enable", "TreatWarningsAsErrors=true", "AnalysisLevel=latest-recommended", "EnforceCodeStyleInBuild=true", "Deterministic=true",
    ];

    private static string[] Projects { get; } = [.. Repository.Files("src", "*.csproj"), .. Repository.Files("tests", "*.csproj")];

    [Fact]
    public void Every_project_evaluates_to_the_strict_settings()
    {
        string folder = Directory.CreateTempSubdirectory("settings-").FullName;
        try
        {
            string written = Path.Combine(folder, "settings.txt");

            RunMsBuild(WriteProbe(folder, written));

            var expected = Projects.Select(p => $"{Path.GetFileNameWithoutExtension(p)}: {string.Join(" ", Settings)}");
            Assert.Equal(expected.Order(StringComparer.Ordinal), File.ReadAllLines(written).Distinct().Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_solution_lists_every_project()
    {
        string solution = Repository.Read("MigrationTooling.sln").Replace('\\', '/');

        Assert.All(Projects, project => Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Package_versions_stand_in_the_rulebook_and_nowhere_else() =>
        Assert.All(Projects, project => Assert.DoesNotContain(
            XDocument.Parse(Repository.Read(project)).Descendants("PackageReference"),
            reference => reference.Attribute("Version") is not null || reference.Element("Version") is not null));

    [Fact]
    public void No_folder_of_the_product_has_a_rulebook_of_its_own() =>
        Assert.Empty(Repository.Files("src", "Directory.*").Concat(Repository.Files("tests", "Directory.*")));

    // One MSBuild process evaluates all projects: each gets a target that writes what its settings came out as.
    private static string WriteProbe(string folder, string written)
    {
        string probe = Path.Combine(folder, "probe.targets");
        new XDocument(new XElement("Project",
            new XElement("Target", new XAttribute("Name", "WriteSettings"),
                new XElement("WriteLinesToFile",
                    new XAttribute("File", written),
                    new XAttribute("Lines", "$(MSBuildProjectName): " + string.Join(" ", Settings.Select(s => s.Split('=')[0]).Select(n => $"{n}=$({n})"))))))).Save(probe);

        string build = Path.Combine(folder, "build.proj");
        new XDocument(new XElement("Project",
            new XElement("ItemGroup", Projects.Select(p => new XElement("Probed", new XAttribute("Include", Path.Combine(Repository.Root, p))))),
            new XElement("Target", new XAttribute("Name", "Build"),
                new XElement("MSBuild",
                    new XAttribute("Projects", "@(Probed)"),
                    new XAttribute("Targets", "WriteSettings"),
                    new XAttribute("Properties", $"CustomAfterMicrosoftCommonTargets={probe};CustomAfterMicrosoftCommonCrossTargetingTargets={probe}"))))).Save(build);
        return build;
    }

    private static void RunMsBuild(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet msbuild did not start.");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
    }
}

using System;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>The guard and the code it generates under the settings that projects have.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class CompilerSettingTests(PackedFeed feed)
{
    private const string Changed = "MIG0001 error migrations/002_orders.up.sql(3,1) ";

    [Theory]
    [InlineData("enable")]
    [InlineData("disable")]
    public async Task Generated_code_warns_of_nothing_however_strict_the_project_is(string nullable)
    {
        using var project = await new UserProject(
            feed,
            "<GenerateDocumentationFile>true</GenerateDocumentationFile><WarningLevel>9999</WarningLevel><AnalysisLevel>latest</AnalysisLevel><AnalysisMode>All</AnalysisMode>"
            + "<EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild><Features>strict</Features><CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>"
            + $"<TreatWarningsAsErrors>true</TreatWarningsAsErrors><Nullable>{nullable}</Nullable><OutputType>Library</OutputType>").WithLockedMigrationsAsync();
        project.Write("migrations/004_odd & <name> % class; ünï.up.sql", "-- nothing\n").Write("migrations/004_odd & <name> % class; ünï.down.sql", "-- nothing\n");
        await project.ToolAsync(0, "lock");
        project.Write("Program.cs", "[assembly: System.CLSCompliant(false)]\n[assembly: System.Runtime.InteropServices.ComVisible(false)]\n");

        var build = await project.BuildAsync(0);

        Assert.DoesNotContain("warning", build.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_no_command_line_can_carry_is_said_to_be_so()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Write("migrations/004_\"quoted\".up.sql", "SELECT 1;\n");

        Assert.Contains("error MIG0902: The compiler's command line cannot carry the double quote", (await project.BuildAsync(1)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_migration_fails_for_each_target_framework_until_it_is_mended()
    {
        using var project = await new UserProject(
            feed, "<TargetFramework></TargetFramework><TargetFrameworks>net8.0;net10.0</TargetFrameworks><UseAppHost>false</UseAppHost>", hasOtherSources: true).WithLockedMigrationsAsync();
        await project.BuildAsync(0);
        string sound = System.IO.File.ReadAllText(project.At("migrations/002_orders.up.sql"));
        project.Write("migrations/002_orders.up.sql", sound.Replace("ix_orders ON", "ix_orders_id ON", StringComparison.Ordinal));

        var broken = await project.BuildAsync(1);

        Assert.StartsWith(Changed, Assert.Single(project.Findings(broken)), StringComparison.Ordinal);
        Assert.Contains("TargetFramework=net8.0]", broken.Text, StringComparison.Ordinal);
        Assert.Contains("TargetFramework=net10.0]", broken.Text, StringComparison.Ordinal);

        project.Write("migrations/002_orders.up.sql", sound);
        Assert.Empty(project.Findings(await project.BuildAsync(0)));
    }

    [Fact]
    public async Task No_configuration_file_silences_the_guard_and_one_may_weigh_the_analyzer_s_rules()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Write("migrations/004_empty.up.sql", "").Write("migrations/004_empty.down.sql", "-- nothing\n");
        await project.ToolAsync(0, "lock");
        Assert.StartsWith("MIG0110 warning ", Assert.Single(project.Findings(await project.BuildAsync(0))), StringComparison.Ordinal);
        project.Write(".globalconfig", """
            is_global = true
            dotnet_diagnostic.MIG0001.severity = none
            dotnet_diagnostic.MIG0110.severity = none
            dotnet_analyzer_diagnostic.severity = none
            dotnet_analyzer_diagnostic.category-Integrity.severity = none

            """);
        project.Write(".editorconfig", "root = true\n[*]\ndotnet_diagnostic.MIG0001.severity = none\n");
        Assert.Empty(project.Findings(await project.BuildAsync(0)));

        project.Write("migrations/002_orders.up.sql", "CREATE TABLE orders (id INTEGER PRIMARY KEY);\n\nCREATE INDEX ix_other ON orders (id);\n");

        Assert.StartsWith(Changed, Assert.Single(project.Findings(await project.BuildAsync(1))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_of_100_megabytes_costs_neither_the_build_nor_the_compiler_a_gigabyte()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        string line = "INSERT INTO prices (id, cents) VALUES (1234567, 1999); -- one of very many lines of a data migration\n";
        project.Write("migrations/004_rows.up.sql", string.Concat(Enumerable.Repeat(line, 100 * 1024 * 1024 / line.Length))).Write("migrations/004_rows.down.sql", "DELETE FROM prices;\n");
        await project.ToolAsync(0, "lock");

        // The limit holds for each .NET process of the build, which otherwise ends with an OutOfMemoryException. The compiler alone, with nothing to do, needs a third of it.
        project.With("DOTNET_GCHeapHardLimit", "0x20000000");
        var build = await project.BuildAsync(0, "-p:UseSharedCompilation=false", "-nodeReuse:false");

        Assert.StartsWith("MIG0108 warning ", Assert.Single(project.Findings(build)), StringComparison.Ordinal);
        Assert.True(new System.IO.FileInfo(project.At("bin/Debug/net10.0/App.dll")).Length > 100_000_000);
    }
}

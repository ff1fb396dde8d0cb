using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>A locked migration that changed fails every kind of build, until it is mended; the tool says the same.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class GuardTests(PackedFeed feed)
{
    private const string Changed = "MIG0001 error migrations/002_orders.up.sql(3,1) ";

    [Fact]
    public async Task A_changed_migration_fails_every_kind_of_build_until_it_is_mended()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        await project.BuildAsync(0);
        string sound = await File.ReadAllTextAsync(project.At("migrations/002_orders.up.sql"));
        project.Write("migrations/002_orders.up.sql", sound.Replace("ix_orders ON", "ix_orders_id ON", StringComparison.Ordinal));

        string[][] builds =
        [
            [], [], ["--no-incremental"], ["-p:RunAnalyzers=false"], ["-p:NoWarn=MIG0001"], ["-p:TreatWarningsAsErrors=true"], ["-p:WarningLevel=0", "--configuration", "Release"],
        ];
        foreach (string[] arguments in builds)
        {
            var finding = Assert.Single(project.Findings(await project.BuildAsync(1, arguments)));
            Assert.StartsWith(Changed, finding, StringComparison.Ordinal);
        }

        Assert.StartsWith(Changed, Assert.Single(project.Findings(await project.DotnetAsync(1, "publish"))), StringComparison.Ordinal);
        Assert.StartsWith(Changed, Assert.Single(project.Findings(await project.ToolAsync(3, "verify", "--offline"))), StringComparison.Ordinal);

        project.Write("migrations/002_orders.up.sql", sound);
        Assert.Empty(project.Findings(await project.BuildAsync(0)));
    }

    [Fact]
    public async Task An_edit_under_an_old_time_stamp_is_seen()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        await project.BuildAsync(0);
        string script = project.At("migrations/001_users.up.sql");
        var stamp = File.GetLastWriteTimeUtc(script);
        project.Write("migrations/001_users.up.sql", (await File.ReadAllTextAsync(script)).Replace("email", "inbox", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(script, stamp);

        Assert.StartsWith("MIG0001 error migrations/001_users.up.sql(1,1) ", Assert.Single(project.Findings(await project.BuildAsync(1))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rename_is_found_and_accepted_by_the_command_that_the_build_names()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Move("migrations/002_orders.up.sql", "migrations/002_purchases.up.sql").Move("migrations/002_orders.down.sql", "migrations/002_purchases.down.sql");

        string finding = Assert.Single(project.Findings(await project.BuildAsync(1)));
        Assert.StartsWith("MIG0002 error migrations/002_purchases.up.sql(1,1) ", finding, StringComparison.Ordinal);
        Assert.Contains("dotnet migrate rename 002_orders 002_purchases", finding, StringComparison.Ordinal);

        await project.ToolAsync(0, "rename", "002_orders", "002_purchases");
        Assert.Empty(project.Findings(await project.BuildAsync(0)));
    }

    [Fact]
    public async Task A_deleted_one_fails_at_its_line_in_the_lock_and_a_late_one_at_its_file()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        File.Delete(project.At("migrations/001_users.up.sql"));
        File.Delete(project.At("migrations/001_users.down.sql"));
        project.Write("migrations/0025_late.up.sql", "CREATE TABLE late (id INTEGER);\n").Write("migrations/0025_late.down.sql", "DROP TABLE late;\n");
        project.Write("migrations/0021_stowaway.up.sql", "CREATE TABLE stowaway (id INTEGER);\n").Write("migrations/0021_stowaway.down.sql", "DROP TABLE stowaway;\n");
        project.Write("migrations/0002_twin.up.sql", "CREATE TABLE twin (id INTEGER);\n").Write("migrations/0002_twin.down.sql", "DROP TABLE twin;\n");

        var findings = project.Findings(await project.BuildAsync(1));

        Assert.Contains(findings, f => f.StartsWith("MIG0004 error migrations/migrations.lock(2,1) 001_users ", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.StartsWith("MIG0006 error ", StringComparison.Ordinal) && f.Contains("0002_twin", StringComparison.Ordinal));
        Assert.Equal(findings, project.Findings(await project.ToolAsync(3, "verify", "--offline")));
    }

    [Fact]
    public async Task A_migration_that_would_slip_in_before_locked_ones_is_out_of_order()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Write("migrations/002.5_late.up.sql", "CREATE TABLE late (id INTEGER);\n").Write("migrations/002.5_late.down.sql", "DROP TABLE late;\n");

        Assert.StartsWith("MIG0005 error migrations/002.5_late.up.sql(1,1) ", Assert.Single(project.Findings(await project.BuildAsync(1))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_too_large_for_the_compiler_is_guarded_all_the_same()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        string rows = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"INSERT INTO prices VALUES ({i}, {i});\n"));
        project.Write("migrations/004_rows.up.sql", rows).Write("migrations/004_rows.down.sql", "DELETE FROM prices;\n");
        await project.ToolAsync(0, "lock");
        Assert.StartsWith("MIG0108 warning migrations/004_rows.up.sql(1,1) ", Assert.Single(project.Findings(await project.BuildAsync(0))), StringComparison.Ordinal);

        project.Write("migrations/004_rows.up.sql", rows.Replace("(39999, 39999)", "(39999, 0)", StringComparison.Ordinal));
        Assert.StartsWith("MIG0001 error migrations/004_rows.up.sql(", Assert.Single(project.Findings(await project.BuildAsync(1))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_lock_it_is_a_warning_and_with_MigrationsRequireLock_an_error()
    {
        using var project = new UserProject(feed);
        project.Write("migrations/001_users.sql", "CREATE TABLE users (id INTEGER);\n");

        Assert.StartsWith("MIG0010 warning ", Assert.Single(project.Findings(await project.BuildAsync(0, "-p:TreatWarningsAsErrors=true"))), StringComparison.Ordinal);
        Assert.StartsWith("MIG0010 error ", Assert.Single(project.Findings(await project.BuildAsync(1, "-p:MigrationsRequireLock=true"))), StringComparison.Ordinal);
    }
}

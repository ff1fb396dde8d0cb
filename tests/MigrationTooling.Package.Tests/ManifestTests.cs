using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary>What the package compiles into a project.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class ManifestTests(PackedFeed feed)
{
    [Fact]
    public async Task The_manifest_lists_the_migrations_in_order_with_the_hashes_of_the_lock_and_their_texts()
    {
        using var project = await new UserProject(feed, "<GenerateDocumentationFile>true</GenerateDocumentationFile><NoWarn>CS1591</NoWarn><TreatWarningsAsErrors>true</TreatWarningsAsErrors><AnalysisLevel>latest-all</AnalysisLevel>").WithLockedMigrationsAsync();
        project.Write("migrations/010_last.up.sql", "-- nothing\r\n").Write("migrations/010_last.down.sql", "-- nothing\n");
        project.Write("Program.cs", """
            using System;
            using App;
            using MigrationTooling.Model;

            foreach (var migration in Migrations.Manifest)
            {
                Console.WriteLine($"{migration.Id} {migration.UpChecksum} {migration.IsLocked}");
            }

            using var text = Migrations.Manifest[0].Script(Direction.Down, Dialect.Sqlite)!.OpenText();
            Console.Write(text.ReadToEnd());
            Console.WriteLine(Migrations.Manifest.Find(Migrations.Ids._001_users)!.Version);

            """);
        await project.BuildAsync(0, "-p:NoWarn=CS1591%3BCA1852%3BCA1303%3BCA1515%3BCA2007%3BCA1305");

        var run = await project.DotnetAsync(0, "run", "--no-build");

        string[] locked = await File.ReadAllLinesAsync(project.At("migrations/migrations.lock"));
        string Hash(string id) => locked.Single(line => line.StartsWith(id + " ", StringComparison.Ordinal)).Split(' ').Single(field => field.StartsWith("h1=", StringComparison.Ordinal))[3..];
        string last = Convert.ToHexStringLower(SHA256.HashData("-- nothing\n"u8));
        Assert.Equal(
            [
                $"001_users h1:{Hash("001_users")} True", $"002_orders h1:{Hash("002_orders")} True", $"003_prices h1:{Hash("003_prices")} True",
                $"010_last h1:{last} False", "DROP TABLE users;", "1",
            ],
            run.Text.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_library_with_migrations_serves_an_application_that_gets_no_manifest_of_its_own()
    {
        using var library = await new UserProject(feed, name: "Library").WithLockedMigrationsAsync();
        library.Write("Library.csproj", library.ProjectText("<RootNamespace>Library</RootNamespace>", reference: true, outputType: "Library"));
        File.Delete(library.At("Program.cs"));
        string application = Path.Combine(Path.GetDirectoryName(library.Folder)!, "Application");
        library.Write("../Application/Application.csproj", library.ProjectText(items: "<ProjectReference Include=\"../Library/Library.csproj\" />"));
        library.Write("../Application/migrations/001_foreign.sql", "CREATE TABLE foreign_one (id INTEGER);\n");
        library.Write("../Application/Program.cs", """
            System.Console.WriteLine(string.Join(',', System.Linq.Enumerable.Select(Library.Migrations.Manifest, m => m.Id)));
            var own = typeof(Program).Assembly;
            System.Console.WriteLine($"own manifest: {own.GetType("App.Migrations") is not null}, own scripts: {own.GetManifestResourceNames().Length}");

            """);
        File.Copy(library.At("nuget.config"), Path.Combine(application, "nuget.config"));

        var run = await library.DotnetAsync(0, "run", "--project", application);

        Assert.Contains("001_users,002_orders,003_prices", run.Text, StringComparison.Ordinal);
        Assert.Contains("own manifest: False, own scripts: 0", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_small_texts_are_one_resource_which_every_build_keeps_up_to_date_and_a_large_one_is_its_own()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        project.Write("migrations/004_large.up.sql", new string(' ', 1 << 20) + "\nSELECT 4;\n").Write("migrations/005_draft.up.sql", "SELECT 'first';\n");
        project.Write("Program.cs", """
            using System;
            using App;
            using MigrationTooling.Model;

            Console.WriteLine(string.Join(' ', typeof(Program).Assembly.GetManifestResourceNames()));
            foreach (string id in new[] { Migrations.Ids._004_large, Migrations.Ids._005_draft })
            {
                Console.WriteLine(Migrations.Manifest.Find(id)!.Script(Direction.Up, Dialect.Sqlite)!.OpenText().ReadToEnd().Trim());
            }

            """);
        string pack = project.At("obj/Debug/net10.0/migrations.0.texts");
        const string Resources = "App.Migrations/texts App.Migrations/004_large.up.sql";

        Assert.Equal([Resources, "SELECT 4;", "SELECT 'first';"], await BuildAndRunAsync());
        var written = File.GetLastWriteTimeUtc(pack);
        await project.BuildAsync(0);
        Assert.Equal(written, File.GetLastWriteTimeUtc(pack));

        var stamp = File.GetLastWriteTimeUtc(project.At("migrations/005_draft.up.sql"));
        project.Write("migrations/005_draft.up.sql", "SELECT 'other';\n");
        File.SetLastWriteTimeUtc(project.At("migrations/005_draft.up.sql"), stamp);
        Assert.Equal([Resources, "SELECT 4;", "SELECT 'other';"], await BuildAndRunAsync());

        File.Delete(pack);
        Assert.Equal([Resources, "SELECT 4;", "SELECT 'other';"], await BuildAndRunAsync());
        await project.DotnetAsync(0, "clean");
        Assert.False(File.Exists(pack));

        async Task<string[]> BuildAndRunAsync()
        {
            await project.BuildAsync(0);
            return (await project.DotnetAsync(0, "run", "--no-build")).Text.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        }
    }

    [Fact]
    public async Task Two_sets_have_two_locks_and_two_classes_in_the_namespace_of_the_project()
    {
        using var project = new UserProject(
            feed,
            "<MigrationsNamespace>Shop.Data</MigrationsNamespace><MigrationsExclude>**/drafts/**</MigrationsExclude>",
            """
            <MigrationSet Include="migrations/sqlite" Name="SqliteMigrations" Dialect="sqlite" />
            <MigrationSet Include="migrations/postgres" Name="PostgresMigrations" Dialect="postgresql" />
            """);
        project.Write("migrations/sqlite/001_a.sql", "CREATE TABLE a (id INTEGER);\n").Write("migrations/sqlite/drafts/no number.sql", "oops");
        project.Write("migrations/postgres/001_b.sql", "CREATE TABLE b (t text DEFAULT $$;$$);\n");
        await project.ToolAsync(0, "lock", "-m", "migrations/postgres");
        project.Write("Program.cs", "System.Console.WriteLine(Shop.Data.SqliteMigrations.Manifest[0].Id + Shop.Data.PostgresMigrations.Manifest[0].Id);\n");

        var build = await project.BuildAsync(0);
        Assert.StartsWith("MIG0010 warning migrations/sqlite/migrations.lock(1,1) ", Assert.Single(project.Findings(build)), StringComparison.Ordinal);
        Assert.Contains("001_a001_b", (await project.DotnetAsync(0, "run", "--no-build")).Text, StringComparison.Ordinal);

        project.Write("migrations/postgres/001_b.sql", "CREATE TABLE b (t text DEFAULT $$,$$);\n");
        Assert.Contains(project.Findings(await project.BuildAsync(1)), f => f.StartsWith("MIG0001 error migrations/postgres/001_b.sql(1,1) ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_build_with_nothing_to_do_compiles_nothing()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        await project.BuildAsync(0);
        string assembly = project.At("obj/Debug/net10.0/App.dll");
        var compiled = File.GetLastWriteTimeUtc(assembly);

        var again = await project.BuildAsync(0, "-v:n");

        Assert.Equal(compiled, File.GetLastWriteTimeUtc(assembly));
        Assert.Contains("Skipping target \"CoreCompile\"", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_folders_give_the_same_assembly()
    {
        using var first = await new UserProject(feed).WithLockedMigrationsAsync();
        using var second = await new UserProject(feed).WithLockedMigrationsAsync();
        var hashes = await Task.WhenAll(new[] { first, second }.Select(async project =>
        {
            await project.BuildAsync(0, "-p:ContinuousIntegrationBuild=true", $"-p:PathMap={project.Folder}=/src");
            return Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(project.At("obj/Debug/net10.0/App.dll"))));
        }));

        Assert.Equal(hashes[0], hashes[1]);
    }
}

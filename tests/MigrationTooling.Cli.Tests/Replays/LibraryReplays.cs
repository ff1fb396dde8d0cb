using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Replays;

/// <summary>What is said where a SQLite library is missing, each way out followed: by a copy of the tool without its own, and with no other to be found in the system.</summary>
public sealed class LibraryReplays
{
    private static string Native { get; } = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");

    [Fact]
    public async Task Where_the_programs_own_library_is_gone_the_systems_or_a_given_one_is_taken()
    {
        using var scene = Bare(await Scene.FreshAsync());
        await scene.RunAsync(2, "status", "--sqlite-library", "bundled");

        await scene.FollowAsync("SqliteLibrary.cs", "The bundled SQLite library", typed: ["up", "--sqlite-library", "system"]);
        await scene.RunAsync(0, "status", "--check", "--sqlite-library", Library);
        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task Where_the_system_has_none_the_programs_own_or_a_given_one_is_taken()
    {
        using var scene = Hidden(await Scene.FreshAsync());
        await scene.RunAsync(2, "status", "--sqlite-library", "system");

        await scene.FollowAsync("SqliteLibrary.cs", "This system has no SQLite library", typed: ["up", "--sqlite-library", "bundled"]);
        await scene.RunAsync(0, "status", "--check", "--sqlite-library", Library);
        await scene.RunAsync(0, "status", "--check");
    }

    [Fact]
    public async Task Where_there_is_none_at_all_a_given_one_is_taken()
    {
        using var scene = Hidden(Bare(await Scene.FreshAsync()));
        await scene.RunAsync(2, "up");

        await scene.FollowAsync("SqliteLibrary.cs", "No SQLite library was found", fill: "PATH=" + Library);

        await scene.RunAsync(0, "status", "--check", "--sqlite-library", Library);
    }

    /// <summary>The library of the tool as it was built.</summary>
    private static string Library { get; } = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, Native), "*e_sqlite3*").Single();

    /// <summary>Runs a copy of the program that has no library of its own.</summary>
    private static Scene Bare(Scene scene)
    {
        string program = Path.GetDirectoryName(Tool.Program)!, copy = scene.Project.At("program");
        foreach (string file in Directory.GetFiles(program, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).Contains("e_sqlite3.", StringComparison.Ordinal) || f.EndsWith(".dll", StringComparison.Ordinal)))
        {
            string to = Path.Combine(copy, Path.GetRelativePath(program, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        scene.Project.Tool.From(Path.Combine(copy, Path.GetFileName(Tool.Program)));
        return scene;
    }

    /// <summary>Lets files that are no libraries stand before those of the system.</summary>
    private static Scene Hidden(Scene scene)
    {
        scene.Project.Write("none/libsqlite3.so.0", "").Write("none/libsqlite3.so", "");
        scene.Project.Tool.With("LD_LIBRARY_PATH", scene.Project.At("none"));
        return scene;
    }
}

using System;
using System.IO;
using MigrationTooling.Cli.Tests.Support;
using Xunit;

namespace MigrationTooling.Cli.Tests.Hosting;

/// <summary>The tests may run a copy of the tool that was compiled ahead, and never one of another build.</summary>
public sealed class CompiledToolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public CompiledToolTests()
    {
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "dotnet-migrate*"))
        {
            Take(Path.GetFileName(file), Path.GetFileName(file));
        }

        Take("MigrationTooling.Core.dll", "MigrationTooling.Core.dll");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_copy_of_the_same_build_is_run() => Assert.Equal(_folder.Path, Chosen());

    [Fact]
    public void No_copy_is_not_missed() => Assert.Equal(AppContext.BaseDirectory, CompiledTool.Choose(AppContext.BaseDirectory, _folder.At("nowhere")));

    [Fact]
    public void A_copy_with_an_assembly_of_another_build_is_not_run()
    {
        Take("MigrationTooling.Runtime.dll", "MigrationTooling.Core.dll");

        Assert.Equal(AppContext.BaseDirectory, Chosen());
    }

    [Fact]
    public void A_copy_with_an_assembly_that_the_build_no_longer_has_is_not_run()
    {
        Take("MigrationTooling.Core.dll", "MigrationTooling.Gone.dll");

        Assert.Equal(AppContext.BaseDirectory, Chosen());
    }

    [Theory]
    [InlineData("dotnet-migrate.deps.json")]
    [InlineData("dotnet-migrate.runtimeconfig.json")]
    public void A_copy_with_other_settings_is_not_run(string file)
    {
        File.AppendAllText(_folder.At(file), "\n");

        Assert.Equal(AppContext.BaseDirectory, Chosen());
    }

    [Fact]
    public void A_copy_that_lacks_the_program_is_not_run()
    {
        File.Delete(_folder.At("dotnet-migrate.dll"));

        Assert.Equal(AppContext.BaseDirectory, Chosen());
    }

    private string Chosen() => CompiledTool.Choose(AppContext.BaseDirectory, _folder.Path);

    private void Take(string file, string under) => File.Copy(Path.Combine(AppContext.BaseDirectory, file), _folder.At(under), overwrite: true);
}

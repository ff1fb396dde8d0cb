using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Layouts;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Commands;

/// <summary>Writes the files of a new migration, named as their neighbours are.</summary>
internal sealed class AddCommand : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "What the migration does, e.g. add_users or \"Add users\"." };

    private readonly Option<bool> _irreversible = new("--irreversible")
    {
        Description = "The migration has no way back: no down script is written, and the up script says so.",
    };

    public AddCommand()
        : base("add", "Writes the files of a new migration, up and down. Version, layout and separators follow the folder: the next number where it counts, a time stamp (UTC) where it has those or is empty. Each script begins with a migrate:todo comment: until it has a statement, up and lock refuse it.")
    {
        Aliases.Add("create");
        Arguments.Add(_name);
        Options.Add(_irreversible);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate add add_users", "Writes 20261121093000_add_users.up.sql and .down.sql into an empty folder, or 008_add_users.sql beside 007_….sql."),
        new("dotnet migrate add \"Drop the old prices\" --irreversible", "Writes the up script only, with irreversible:true in its options."),
    ];

    public override Task<int> RunAsync(Invocation invocation)
    {
        string directory = invocation.MigrationsDirectory();
        var listing = FolderListing.Read(directory, invocation.Settings.Excluded(directory));
        var locked = new LockStore(directory).Read();
        var style = new FolderStyle(listing.Scripts.Select(FileNameParser.Parse), locked?.Lock.Entries.Select(e => e.Id) ?? []);

        string name = MigrationName.Clean(invocation.Value(_name)!, style.Joiner);
        if (style.Taken.FirstOrDefault(n => string.Equals(n.Name, name, StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            throw CommandFailure.Refused($"There is a migration of that name already: {same.Id}. Nothing was written.", "Choose another name.");
        }

        bool isIrreversible = invocation.Value(_irreversible);
        string id = style.NextId(name, DateTime.UtcNow);
        var files = style.Files(id, withDown: !isIrreversible);
        var marker = style.Sample is { } sample ? MigrationTemplate.MarkerOf(Sample(directory, sample)) : null;
        Write(directory, files.Select(f => (f.Path, MigrationTemplate.Text(name, f.Direction, marker, isIrreversible))).ToList());

        var paths = files.Select(f => Path.GetRelativePath(invocation.Surroundings.Directory, Path.Combine(directory, f.Path)).Replace('\\', '/')).ToList();
        invocation.Terminal.ResultText(invocation.IsJson
            ? JsonText.Write(json =>
            {
                json.WriteString("id", id);
                json.Texts("files", paths);
            })
            : string.Concat(paths.Select(path => $"created {path}\n")));
        return Task.FromResult(ExitCode.Done);
    }

    private static string Sample(string directory, string path)
    {
        using var reader = ScriptFile.Text(directory, path, section: null);
        return reader.ReadToEnd();
    }

    // All files or none: a second one that can't be written takes the first one away again.
    private static void Write(string directory, List<(string Path, string Text)> files)
    {
        var written = new List<string>();
        try
        {
            foreach (var (relative, text) in files)
            {
                string path = Path.Combine(directory, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                written.Add(path);
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            written.ForEach(File.Delete);
            throw new CommandFailure(ExitCode.Failed, $"The migration can't be written: {e.Message} Nothing was left behind.", cause: e);
        }
    }
}

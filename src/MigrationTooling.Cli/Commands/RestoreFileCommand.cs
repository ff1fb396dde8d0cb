using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;
using MigrationTooling.Restoring;

namespace MigrationTooling.Cli.Commands;

/// <summary>Writes the files of an applied migration anew from what the database kept.</summary>
internal sealed class RestoreFileCommand : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "The applied migration, by its id or a former one." };

    public RestoreFileCommand()
        : base("restore-file", "Writes the up and down script of an applied migration from the text that the database kept, with the checksums that ran. Asks before a file with another text is replaced; refuses a text in which secrets were masked.")
    {
        Arguments.Add(_id);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate restore-file 20261121093000_add_users", "Where the file is lost, or is not any more what ran."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var address = invocation.Database(mayUseDefault: true).Require();
        string directory = invocation.MigrationsDirectory();
        var texts = await ReadAsync(invocation, address);
        var listing = FolderListing.Read(directory, invocation.Settings.Excluded(directory));
        var locked = new LockStore(directory).Read();
        RefuseAgainstLock(texts.Row, locked?.Lock);
        var shape = new RestoredShapes(directory, listing.Scripts, locked?.Lock).Of(texts.Row);
        var made = FileRestoration.Make(texts, shape, DialectResolver.Resolve(locked?.HeaderDialect, listing.Scripts, invocation.Settings.Dialect?.Value));
        if (made.Refusal is { } why)
        {
            throw CommandFailure.Refused($"{why} Nothing was written.", "Restore the file from version control.");
        }

        var changed = made.Files.Where(f => Current(directory, f.Path) != f.Text).ToList();
        foreach (var file in changed.Where(f => File.Exists(Path.Combine(directory, f.Path))))
        {
            await Question.AskAsync(invocation, $"{file.Path} is there with another text. Replace it with what ran?");
        }

        changed.ForEach(file => Write(directory, file));
        Report(invocation, texts.Row.Id, made, changed);
        return ExitCode.Done;
    }

    private async Task<AppliedTexts> ReadAsync(Invocation invocation, DatabaseAddress address)
    {
        var migrator = new Migrator(new MigrationManifest("Migrations", address.Dialect, []), Databases.Provider(invocation, address));
        try
        {
            return await migrator.TextsAsync(invocation.Value(_id)!, invocation.Interruption.Cancel);
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }

    // The team may have accepted another text since; what ran here is then not what the build wants.
    private static void RefuseAgainstLock(HistoryRow row, LockFile? locked)
    {
        var script = locked?.Entries.FirstOrDefault(e => e.Id == row.Id)?.Scripts.FirstOrDefault(s => s.Variant == row.Text.Variant);
        if (script?.H1 is { } h1 && h1 != row.Text.H1 && script.S1 != row.Text.S1)
        {
            throw new CommandFailure(
                ExitCode.Integrity, $"{LockFile.FileName} freezes another text of '{row.Id}' than the one that ran on this database. Nothing was written.",
                "The text of the lock is in version control; dotnet migrate verify shows what does not agree.");
        }
    }

    private static string? Current(string directory, string path)
    {
        if (!File.Exists(Path.Combine(directory, path)))
        {
            return null;
        }

        using var reader = ScriptFile.Text(directory, path, section: null);
        return reader.ReadToEnd();
    }

    private static void Write(string directory, RestoredFile file)
    {
        string path = Path.Combine(directory, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        TextFile.ReplaceAtomically(path, file.Text);
    }

    private static void Report(Invocation invocation, string id, RestoredFiles made, List<RestoredFile> written)
    {
        var kept = made.Files.Except(written).ToList();
        invocation.Terminal.ResultText(invocation.IsJson
            ? JsonText.Write(json =>
            {
                json.WriteString("id", id);
                json.Texts("restored", written.Select(f => f.Path));
                json.Texts("unchanged", kept.Select(f => f.Path));
                json.Text("note", made.Note);
            })
            : string.Concat(written.Select(f => $"restored {f.Path}\n").Concat(kept.Select(f => $"{f.Path} is what ran already\n"))));
        if (made.Note is not null && !invocation.IsJson)
        {
            invocation.Terminal.Warning(made.Note);
        }
    }
}

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.History;
using MigrationTooling.Layouts;
using MigrationTooling.Locking;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Commands;

/// <summary>Renames a migration, or accepts a rename already done on disk.</summary>
internal sealed class RenameCommand : Verb
{
    private readonly Argument<string> _old = new("OLD") { Description = "The migration's id as it is locked." };

    private readonly Argument<string> _new = new("NEW") { Description = "Its new id, version included." };

    private readonly Option<bool> _reorder = new("--reorder") { Description = "The new version changes the order, and that is meant." };

    public RenameCommand()
        : base("rename", "Renames a migration. Its files are renamed where they still have the old name; where that was done by hand, the rename is accepted. The lock keeps the old id as an alias, and each database adopts the new one on its next up.")
    {
        Arguments.Add(_old);
        Arguments.Add(_new);
        Options.Add(_reorder);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate rename 20261121093000_add_users 20261121093000_add_people", "Renames the files and the line in the lock."),
        new("dotnet migrate rename 007_prices 012_prices --reorder", "Gives it another place in the order, on purpose."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        string oldId = invocation.Value(_old)!;
        string newId = invocation.Value(_new)!;
        if (FileNameParser.Parse(newId + ".sql") is not { Problem: null } parsed || parsed.Id != newId || newId.Contains('/', StringComparison.Ordinal))
        {
            throw CommandFailure.Usage($"'{newId}' is no migration id: an id is a version and a name, without direction and extension.", "For example 20261121093000_add_people.");
        }

        var folder = MigrationFolder.Read(invocation);
        var onDisk = Files(folder, oldId);
        if (onDisk is not null && Files(folder, newId) is not null)
        {
            throw CommandFailure.Refused($"Both {oldId} and {newId} have files, so neither is the other's new name. Nothing was changed.", "Remove the files that are wrong.");
        }

        var moves = FileMoves.For(PathsOf(folder, oldId), oldId, newId);
        var migrations = moves.Count == 0 ? folder.Verdict.Migrations : AfterMoves(folder, moves);
        bool isLocked = folder.IsLocked(oldId);
        if (!isLocked && onDisk is not null)
        {
            RenameUnlocked(invocation, folder, migrations, newId, moves);
            return ExitCode.Done;
        }

        bool mayReorder = invocation.Value(_reorder);
        var edit = !isLocked && await IsAppliedAsync(invocation, folder, oldId)
            ? LockUnderBothNames(LockEditing.Sound(folder), migrations, oldId, newId, mayReorder)
            : LockEdits.Rename(LockEditing.Sound(folder), migrations, oldId, newId, mayReorder);
        if (edit.IsRefused)
        {
            return LockEditing.Finish(invocation, folder, edit);
        }

        var renames = new FileRenames(folder.Directory);
        renames.Run(moves);
        try
        {
            return LockEditing.Finish(invocation, folder, edit);
        }
        catch
        {
            renames.TakeBack();
            throw;
        }
    }

    private static MigrationFacts? Files(MigrationFolder folder, string id) =>
        folder.Verdict.Migrations.FirstOrDefault(m => m.Id == id);

    // The down script goes along where only the up script was renamed by hand.
    private static IEnumerable<string> PathsOf(MigrationFolder folder, string id) =>
        Files(folder, id)?.Scripts.Select(script => script.Path)
        ?? folder.Input.Files.Select(file => file.Path).Where(path => FileNameParser.Parse(path) is { Problem: null } name && name.Id == id);

    // The rules judge the folder as it will be, before any file is touched.
    private static EquatableList<MigrationFacts> AfterMoves(MigrationFolder folder, IEnumerable<FileMove> moves)
    {
        var to = moves.ToDictionary(m => m.From, m => m.To, StringComparer.Ordinal);
        var files = folder.Input.Files.Select(file => to.TryGetValue(file.Path, out string? path) ? file with { Path = path } : file);
        return SetAssembler.Assemble(files.ToList()).Migrations;
    }

    // MIG0507 sends users here: the database ran it under the old name before anybody locked it.
    private static async Task<bool> IsAppliedAsync(Invocation invocation, MigrationFolder folder, string id)
    {
        var choice = invocation.Database(mayUseDefault: true);
        if (choice.Address is not { } address)
        {
            return false;
        }

        var status = await DatabaseStatus.ReadAsync(invocation, folder, address);
        return status.Migrations.Any(m => m.Id == id && m.State == MigrationState.Completed);
    }

    // Locks it as the database knows it, then renames the line: the alias is what lets the database adopt the new name.
    private static LockEditResult LockUnderBothNames(
        LockFile file, EquatableList<MigrationFacts> migrations, string oldId, string newId, bool mayReorder)
    {
        var old = FileNameParser.Parse(oldId + ".sql");
        if (old.Version is null || !migrations.Any(m => m.Id == newId))
        {
            return LockEdits.Rename(file, migrations, oldId, newId, mayReorder);
        }

        var asItWas = migrations
            .Select(m => m.Id == newId ? m with { Id = oldId, Version = old.Version, Name = old.Name } : m)
            .OrderBy(m => m.Version)
            .ToList();
        var locked = LockEdits.Add(file, asItWas, oldId);
        return locked.IsRefused ? locked : LockEdits.Rename(locked.Lock, migrations, oldId, newId, mayReorder);
    }

    private static void RenameUnlocked(
        Invocation invocation, MigrationFolder folder, EquatableList<MigrationFacts> migrations, string newId, EquatableList<FileMove> moves)
    {
        var renamed = migrations.First(m => m.Id == newId);
        if (migrations.FirstOrDefault(m => m.Version == renamed.Version && m.Id != newId) is { } same)
        {
            throw CommandFailure.Refused($"{newId} would have the version of {same.Id}. Nothing was changed.", "Choose another version.");
        }

        new FileRenames(folder.Directory).Run(moves);
        invocation.Terminal.ResultText(RenameReport.Write(moves, invocation.IsJson));
    }
}

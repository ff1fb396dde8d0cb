using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Cli.Input;
using MigrationTooling.Cli.Rendering;
using MigrationTooling.Errors;
using MigrationTooling.History;
using MigrationTooling.Results;

namespace MigrationTooling.Cli.Commands;

/// <summary>Records how a migration stands because an operator looked and says so.</summary>
internal sealed class ResolveCommand : Verb
{
    private const string MarkCompleted = "mark-completed";

    private static readonly MigrationState[] Words = [MigrationState.Completed, MigrationState.Pending, MigrationState.Failed];

    private readonly Argument<string> _id = new("ID") { Description = "The migration (id or version)." };

    private readonly Option<string?> _as = new("--as")
    {
        HelpName = "STATE",
        Description = $"completed: all of it is in the database. pending: nothing of it is. failed: the unit in doubt left nothing, its committed units stay. Called as {MarkCompleted}: completed.",
    };

    private readonly Option<string?> _reason = new("--reason") { HelpName = "TEXT", Description = "Why; kept in the journal with who and when." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what is known and what would be recorded; write nothing." };

    public ResolveCommand()
        : base("resolve", "Records how a migration stands because you looked and say so: for one that was interrupted where the tool can't know what was kept, or that was applied or taken back by hand. Runs no script. Shows what is known first; asks before an applied migration is forgotten.")
    {
        Aliases.Add(MarkCompleted);
        Arguments.Add(_id);
        _as.CompletionSources.Add([.. Words.Select(HistoryWord)]);
        Options.Add(_as);
        Options.Add(_reason);
        Options.Add(_dryRun);
    }

    public override bool TakesAssembly => true;

    public override IReadOnlyList<Example> Examples =>
    [
        new("dotnet migrate resolve 20261121093000_add_users --as completed --reason \"the index is there, checked by hand\"", "It counts as applied from now on, with the origin marked."),
        new("dotnet migrate resolve 20261121093000_add_users --as pending --reason \"dropped the half table\"", "The next up runs it from its start."),
        new("dotnet migrate resolve 20261121093000_add_users --as failed --reason \"the last unit left nothing\" --dry-run", "What is known, and what would be recorded."),
    ];

    public override async Task<int> RunAsync(Invocation invocation)
    {
        var request = Request(invocation);
        var address = invocation.Database(mayUseDefault: false).Require();
        var folder = MigrationFolder.Read(invocation);
        var migrator = RunToEnd.Migrator(invocation, folder, address);
        try
        {
            var known = await migrator.ResolveAsync(request with { IsDryRun = true }, invocation.Interruption.Cancel);
            known.Known?.Lines().ToList().ForEach(invocation.Terminal.Progress);
            bool isDryRun = invocation.Value(_dryRun);
            if (known.Forgets && !isDryRun)
            {
                await Question.AskAsync(invocation, $"'{known.Id}' is applied. Forget that, so that the next up runs it again?");
            }

            var result = isDryRun ? known : await migrator.ResolveAsync(request with { MayForget = known.Forgets }, invocation.Interruption.Cancel);
            invocation.Terminal.ResultText(invocation.IsJson ? ResolveReport.Json(known, result, isDryRun) : ResolveReport.Text(result, isDryRun));
            if (!isDryRun && result.To == MigrationState.Completed)
            {
                new LockAfterRun(invocation, folder, mayLock: false).Remind([result.Id]);
            }

            return ExitCode.Done;
        }
        catch (MigratorException e)
        {
            throw Databases.Failure(e);
        }
    }

    private ResolveRequest Request(Invocation invocation)
    {
        string? word = invocation.Value(_as) ?? (invocation.CalledAs == MarkCompleted ? HistoryWord(MigrationState.Completed) : null);
        if (word is null)
        {
            throw CommandFailure.Usage("resolve needs --as: completed, pending or failed.", "dotnet migrate resolve ID --as completed --reason \"…\"");
        }

        int index = Array.FindIndex(Words, state => HistoryWord(state) == word);
        if (index < 0)
        {
            throw CommandFailure.Usage($"--as takes completed, pending or failed, not '{word}'.");
        }

        return string.IsNullOrWhiteSpace(invocation.Value(_reason))
            ? throw CommandFailure.Usage("A decision needs its reason: who reads the history later asks for it.", $"dotnet migrate resolve ID --as {word} --reason \"…\"")
            : new ResolveRequest(invocation.Value(_id)!, Words[index], invocation.Value(_reason)!);
    }

    private static string HistoryWord(MigrationState state) => state.Word();
}

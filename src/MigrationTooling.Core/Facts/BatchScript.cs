using System;
using System.Collections.Generic;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>
/// Looks whether a script with <c>batch:N</c> can run again and again until nothing is left: one statement that changes rows, and that says which
/// are left. Whether its LIMIT is the N shows when it runs.
/// </summary>
/// <param name="options">The script's options.</param>
internal sealed class BatchScript(OptionReader options)
{
    private static readonly string[] Changing = ["INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "WITH"];
    private static readonly string[] Narrowing = ["WHERE", "EXCEPT"];

    private bool _isChange;
    private bool _isNarrowed;

    /// <summary>Takes a bare word of the script.</summary>
    public void Word(ScriptCursor cursor, bool isFirst)
    {
        if (isFirst)
        {
            _isChange = Is(cursor, Changing);
        }

        _isNarrowed |= Is(cursor, Narrowing);
    }

    /// <summary>Reports what is wrong once the script was read.</summary>
    /// <param name="facts">What was learnt.</param>
    /// <param name="direction">Whether it applies or takes back.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public void Finish(SectionFacts facts, Direction direction, ICollection<FileProblem> problems)
    {
        var found = options.Options;
        if (found.Batch is not { } rows)
        {
            if (found.Pause is not null)
            {
                Report("pause", "'pause' stands without 'batch': there is nothing to pause between.", "Add batch:N, or take the pause out.");
            }

            return;
        }

        if (direction == Direction.Down)
        {
            Report("batch", "A down script can't run in batches.", "Take batch:N out of the options that hold for the down script; where it would change too many rows at once, write a further migration.");
        }
        else if (!found.Transaction)
        {
            Report("batch", "'batch' and 'transaction:false' exclude each other: each batch is a transaction.", "Keep one of the two.");
        }
        else if (facts.Statements.Count != 1 || !_isChange || !_isNarrowed)
        {
            Report(
                "batch",
                facts.Statements.Count != 1
                    ? $"A script with batch:{rows} holds one statement, and this one holds {(facts.Statements.Count == 0 ? "none" : "more")}."
                    : !_isChange
                        ? "A script with 'batch' holds an UPDATE, a DELETE or an INSERT, which is run until it changes no row."
                        : "The statement would never end: without a WHERE it finds the same rows in each batch.",
                $"Give the migration one UPDATE, DELETE or INSERT … SELECT whose WHERE leaves out what is done, with LIMIT {rows}; other statements go into migrations of their own.");
        }

        void Report(string option, string message, string fix) =>
            problems.Add(new FileProblem(FileRuleIds.Directive, options.PlaceOf(option) ?? facts.Start, message, fix));
    }

    private static bool Is(ScriptCursor cursor, string[] words)
    {
        string token = new(cursor.Buffer, cursor.TokenStart, cursor.TokenLength);
        return Array.Exists(words, word => string.Equals(word, token, StringComparison.OrdinalIgnoreCase));
    }
}

using System.Collections.Generic;
using MigrationTooling.Facts;
using MigrationTooling.Text;

namespace MigrationTooling.Sql;

/// <summary>
/// Checks that a script's own transactions are whole <c>BEGIN … COMMIT</c> blocks: the history is written inside them, so
/// one that is left open, ended twice or taken back would leave a migration that nobody can tell applied from not applied.
/// </summary>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class TransactionBalance(ICollection<FileProblem> problems)
{
    private TextPlace? _begin;

    public void Add(TransactionControl control, TextPlace place)
    {
        switch (control)
        {
            case TransactionControl.Begin when _begin is { } begin:
                Report(place, $"BEGIN stands inside the transaction that line {begin.Line} began.", "Remove it, or COMMIT the other first; for a part that may fail use SAVEPOINT.");
                break;
            case TransactionControl.Begin:
                _begin = place;
                break;
            case TransactionControl.Commit or TransactionControl.Rollback when _begin is null:
                Report(place, $"{Word(control)} ends a transaction that this script did not begin.", "Remove it, or write the BEGIN that it closes.");
                break;
            case TransactionControl.Commit:
                _begin = null;
                break;
            case TransactionControl.Rollback:
                Report(place, $"ROLLBACK takes back everything since the BEGIN in line {_begin!.Value.Line}, and the record that it ran.", "End the transaction with COMMIT; for a part that may be taken back use SAVEPOINT and ROLLBACK TO.");
                _begin = null;
                break;
            case TransactionControl.Chain:
                Report(place, "AND CHAIN begins a transaction that has no BEGIN of its own.", "Write COMMIT and BEGIN as two statements.");
                break;
            case TransactionControl.Prepared:
                Report(place, "A prepared transaction outlives the run, and nobody could tell whether the migration is applied.", "Use BEGIN and COMMIT.");
                break;
        }
    }

    /// <summary>The script has ended.</summary>
    public void Finish()
    {
        if (_begin is { } begin)
        {
            Report(begin, "The transaction that begins here is never committed.", "Write COMMIT behind its last statement, or remove the BEGIN.");
        }
    }

    private static string Word(TransactionControl control) => control == TransactionControl.Commit ? "COMMIT or END" : "ROLLBACK";

    private void Report(TextPlace place, string message, string fix) =>
        problems.Add(new FileProblem(FileRuleIds.Transactions, place, message, fix));
}

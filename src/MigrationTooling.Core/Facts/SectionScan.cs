using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using MigrationTooling.Checksums;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Planning;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>Reads one section once and learns everything the rules ask of it.</summary>
internal sealed class SectionScan : IDisposable
{
    private readonly Direction? _direction;
    private readonly TextPlace _start;
    private readonly OptionReader _options;
    private readonly List<FileProblem> _problems;
    private readonly DirectiveReader _directives;
    private readonly TransactionBalance _transactions;
    private readonly TextHasher _text;
    private readonly TokenHasher _tokens;
    private readonly DistinctHashes _hashes = new();
    private readonly List<StatementFact> _statements = [];
    private PsqlCommands? _psql;
    private MixedStatements? _mixed;
    private BatchScript? _batch;
    private PlanAlong? _plan;
    private TextPlace? _statement; // that the tokens being hashed belong to

    /// <summary>Takes what is known before the section is read; <paramref name="options"/> may hold the marker's already.</summary>
    public SectionScan(Direction? direction, TextPlace start, OptionReader options, List<FileProblem> problems, Func<ILargeHash>? largeHash = null)
    {
        _text = new TextHasher(largeHash);
        _tokens = new TokenHasher(largeHash);
        _direction = direction;
        _start = start;
        _options = options;
        _problems = problems;
        _directives = new DirectiveReader(options, problems);
        _transactions = new TransactionBalance(problems);
    }

    /// <summary>True once a token or a comment was seen.</summary>
    public bool SawText { get; private set; }

    /// <summary>Where the first statement begins; null where there is none.</summary>
    public TextPlace? FirstStatement { get; private set; }

    /// <summary>Where a script without a statement says that it waits to be written; null where it does not.</summary>
    public TextPlace? Unwritten => FirstStatement is null ? _directives.Todo : null;

    /// <summary>Reports what keeps a script with <c>batch:N</c> from running in batches.</summary>
    public void CheckBatch(SectionFacts facts, Direction direction) => _batch?.Finish(facts, direction, _problems);

    /// <summary>The plans that were made along; none where none was asked for or none can be told.</summary>
    public IReadOnlyList<MadePlan> Plans { get; private set; } = [];

    /// <summary>Reads the section to its end.</summary>
    /// <param name="section">Its text.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="plans">True to make its plans along.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    public SectionFacts Read(TextReader section, Dialect dialect, bool plans, CancellationToken cancellation)
    {
        _plan = plans ? new PlanAlong(_direction, dialect, _start) : null;
        var written = SqlDialect.For(dialect);
        var scanner = new StatementScanner(new HashingReader(section, _text, cancellation), written, _start);
        _psql = written.Rules.PsqlCommands ? new PsqlCommands(_problems) : null;
        _mixed = new MixedStatements(dialect);
        for (ScanStep step = scanner.Next(); step != ScanStep.End; step = scanner.Next())
        {
            Take(step, scanner);
        }

        HashOptions();
        _transactions.Finish();
        _mixed.Finish(_options.Options, _problems);
        if (scanner.Unterminated is { } unterminated)
        {
            _problems.Add(UnterminatedProblem.For(unterminated));
        }

        SawText = scanner.SawText;
        Plans = _plan?.Finish(scanner, _options.Options, Unwritten) ?? [];
        scanner.Cursor.Release();
        return new SectionFacts(
            _direction,
            _start,
            _text.Finish(),
            _tokens.Finish(),
            FirstStatement is null,
            _hashes.ToSketch(),
            _options.Options,
            _statements.ToEquatableList());
    }

    public void Dispose()
    {
        _text.Dispose();
        _tokens.Dispose();
        _plan?.Dispose();
    }

    private void Take(ScanStep step, StatementScanner scanner)
    {
        ScriptCursor cursor = scanner.Cursor;
        switch (step)
        {
            case ScanStep.Token:
                _psql?.Look(cursor);
                Append(cursor);
                if (_batch is not null && scanner.IsWord)
                {
                    _batch.Word(cursor, scanner.IsFirst);
                }

                _mixed!.Token(scanner);
                _plan?.Token(scanner, _options.Options);
                PassPlain(scanner);
                break;
            case ScanStep.CopyLine:
                Append(cursor);
                scanner.PassCopyLines(_tokens);
                break;
            case ScanStep.StatementEnd:
                var place = _statement!.Value;
                _transactions.Add(scanner.Control, place);
                _mixed!.StatementEnd(scanner, place);
                EndStatement();
                _plan?.StatementEnd(scanner, _options.Options, place, _tokens.LastStatement);
                break;
            case ScanStep.CopyEnd when _statement is not null:
                EndStatement();
                break;
            case ScanStep.Directive:
                _directives.Read(new string(cursor.Buffer, cursor.TokenStart, cursor.TokenLength), cursor.TokenPlace, FirstStatement is null);
                break;
        }
    }

    /// <summary>Nobody looks at the tokens that are left of most large statements, so they only have to be hashed.</summary>
    private void PassPlain(StatementScanner scanner)
    {
        if (_batch is null && _mixed!.IsSettled)
        {
            scanner.PassPlain(_tokens, words: _plan is not { WantsWords: true });
            _plan?.Passed(scanner);
        }
    }

    private void Append(ScriptCursor cursor)
    {
        if (_statement is null)
        {
            HashOptions();
            _statement = cursor.TokenPlace;
            FirstStatement ??= _statement;
        }

        _tokens.Append(cursor.Buffer, cursor.TokenStart, cursor.TokenLength);
    }

    private void EndStatement()
    {
        uint hash = _tokens.EndStatement();
        _hashes.Add(hash);
        if (_statements.Count < SectionFacts.MaxStatements)
        {
            _statements.Add(new StatementFact(hash, _statement!.Value));
        }

        _statement = null;
    }

    /// <summary>Options come first in s1; they are complete once the first statement begins.</summary>
    private void HashOptions()
    {
        if (FirstStatement is null)
        {
            Checksum.AppendOptions(_tokens, _options.Options);
            _batch = _options.Options.Batch is null && _options.Options.Pause is null ? null : new BatchScript(_options);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;
using MigrationTooling.Checksums;
using MigrationTooling.Model;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>
/// Reads a planned script once more to run it, unit by unit, and hashes what it gives out: a text that is not the planned one is
/// found before its unit commits.
/// </summary>
public sealed class UnitReader : IDisposable
{
    private readonly ScriptPlan _plan;
    private readonly Dialect _dialect;
    private readonly TextHasher _textHasher = new();
    private readonly UnitHasher _unitHasher = new();
    private readonly StatementReader _reader;
    private readonly bool _hashesUnits;
    private int _index;

    /// <summary>Reads from the beginning of a script.</summary>
    /// <param name="text">Its normalised text; disposed with this reader.</param>
    /// <param name="start">Where the text begins in its file.</param>
    /// <param name="dialect">The database's dialect.</param>
    /// <param name="plan">What was planned for it.</param>
    public UnitReader(TextReader text, TextPlace start, Dialect dialect, ScriptPlan plan)
    {
        _plan = plan ?? throw new ArgumentNullException(nameof(plan));
        _dialect = dialect;
        // The whole text of a script of one unit is compared anyway.
        _hashesUnits = plan.Units.Count > 1;
        _reader = new StatementReader(new HashingReader(text, _textHasher, CancellationToken.None), dialect, start, _hashesUnits);
    }

    /// <summary>How many bytes of the text have been read; whole pieces, so a little more than the statements given out.</summary>
    public long BytesRead => _textHasher.Bytes;

    /// <summary>The next statement of a unit that is to be run; false at the unit's end. Units are read in order.</summary>
    public bool TryRead(int unit, [NotNullWhen(true)] out SqlStatement? statement)
    {
        var planned = _plan.Units[unit];
        while (_index < planned.First + planned.Count && _reader.TryRead(out statement))
        {
            _index++;
            if (statement.Control is not (TransactionControl.Begin or TransactionControl.Commit) && !StatementPlacement.Of(statement, _dialect).IsOption)
            {
                if (_hashesUnits)
                {
                    _unitHasher.Append(_reader.StatementHash);
                }

                return true;
            }
        }

        statement = null;
        return false;
    }

    /// <summary>The next line of the data behind the COPY read last, its line feed included; null behind the last.</summary>
    public string? ReadCopyLine() => _reader.ReadCopyLine();

    /// <summary>The next piece of those data as UTF-8; 0 behind the last.</summary>
    public int ReadCopyData(byte[] utf8) => _reader.ReadCopyData(utf8);

    /// <summary>Reads over a unit that an earlier attempt committed; its hash was compared when the run was planned.</summary>
    /// <returns>Those of its statements that only set the session, which this attempt has to repeat before it goes on.</returns>
    public IReadOnlyList<SqlStatement> PassOver(int unit)
    {
        var session = new List<SqlStatement>();
        while (TryRead(unit, out var statement))
        {
            if (StatementPlacement.SetsSessionOnly(statement, _dialect))
            {
                session.Add(statement);
            }
        }

        _unitHasher.Finish();
        return session;
    }

    /// <summary>True where the unit just read to its end is the planned one; with the last unit, where the whole text has the planned h1 as well.</summary>
    public bool IsAsPlanned(int unit, string h1)
    {
        bool same = !_hashesUnits || _unitHasher.Finish() == _plan.Units[unit].S1;
        return unit < _plan.Units.Count - 1 ? same : same && !_reader.TryRead(out _) && _textHasher.Finish() == h1;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _reader.Dispose();
        _textHasher.Dispose();
        _unitHasher.Dispose();
    }
}

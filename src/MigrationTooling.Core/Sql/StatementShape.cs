namespace MigrationTooling.Sql;

/// <summary>
/// Follows one statement token by token: whether the next semicolon ends it, whether COPY data follow it, and what it does
/// to transactions. Knows only as much grammar as that takes.
/// </summary>
internal sealed class StatementShape(LexicalRules rules)
{
    private Construct _construct;
    private int _words;
    private Keyword _previous; // Other where the token before is no keyword
    private bool _isName; // behind AS or a dot a keyword is only a name
    private int _parentheses;
    private bool _sawOn;
    private int _body;
    private bool _clauseEnded; // the token before is a semicolon
    private Construct _clause; // what the clause of a routine's body is
    private bool _bodyEnded; // the token before is the END of a trigger's body

    private enum Construct
    {
        Undecided = 0,
        Creating,
        Plain,
        Controlling,
        Setting,
        Trigger,
        Routine,
        Rule,
        Copy,
    }

    public TransactionControl Control { get; private set; }

    /// <summary>COPY data follow the statement's semicolon.</summary>
    public bool HasCopyData { get; private set; }

    /// <summary>What closes the body that the statement is in, whose semicolons don't end it; null outside.</summary>
    public string? BodyCloser => _body > 0 ? "END;" : _construct == Construct.Rule && _parentheses > 0 ? ")" : null;

    /// <summary>True once a statement was met that SQLite does not have and would end elsewhere: a routine, a rule, COPY, SET.</summary>
    public bool IsNotSqlite { get; private set; }

    /// <summary>True once a trigger was met, whose body only SQLite has.</summary>
    public bool IsNotPostgreSql { get; private set; }

    /// <summary>False once no token can change anything before the next semicolon.</summary>
    public bool IsWatching => _construct != Construct.Plain;

    /// <summary>A SET or RESET, which may change how the rest is read.</summary>
    public bool IsSetting => _construct == Construct.Setting;

    public void Reset()
    {
        _construct = Construct.Undecided;
        _words = 0;
        _previous = Keyword.Other;
        _isName = false;
        _parentheses = 0;
        _sawOn = false;
        _body = 0;
        _clauseEnded = false;
        _clause = Construct.Undecided;
        _bodyEnded = false;
        Control = TransactionControl.None;
        HasCopyData = false;
    }

    /// <summary>A bare word.</summary>
    public void Word(Keyword word)
    {
        _words++;
        _construct = Decide(_construct, word);
        IsNotPostgreSql |= _construct == Construct.Trigger;
        IsNotSqlite |= _construct is Construct.Routine or Construct.Rule or Construct.Copy or Construct.Setting;
        ReopenBody();
        if (!_isName)
        {
            Follow(word);
        }

        _previous = word;
        _isName = word == Keyword.As;
        _clauseEnded = false;
    }

    /// <summary>Any token but a word and a semicolon, by its first character.</summary>
    public void Other(char first)
    {
        if (_construct is Construct.Undecided or Construct.Creating)
        {
            _construct = Construct.Plain;
        }

        if (_clause is Construct.Undecided or Construct.Creating)
        {
            _clause = Construct.Plain;
        }

        ReopenBody();
        _parentheses += first == '(' ? 1 : first == ')' ? -1 : 0;
        _previous = Keyword.Other;
        _isName = first == '.';
        _clauseEnded = false;
    }

    /// <summary>A semicolon; true where it ends the statement.</summary>
    public bool Semicolon()
    {
        _previous = Keyword.Other;
        _isName = false;
        _clauseEnded = true;
        _clause = Construct.Undecided;
        return BodyCloser is null;
    }

    private Construct Decide(Construct construct, Keyword word) => (construct, word) switch
    {
        (Construct.Undecided, Keyword.Create) => Construct.Creating,
        (Construct.Undecided, Keyword.Copy) when rules.CopyData => Construct.Copy,
        (Construct.Undecided, Keyword.Begin or Keyword.Start or Keyword.Commit or Keyword.End or Keyword.Rollback
            or Keyword.Abort or Keyword.Savepoint or Keyword.Release or Keyword.Prepare) => Construct.Controlling,
        (Construct.Undecided, Keyword.Set or Keyword.Reset) when rules.SettableEscapes => Construct.Setting,
        (Construct.Undecided, _) => Construct.Plain,
        (Construct.Creating, Keyword.Or or Keyword.Replace or Keyword.Temp or Keyword.Temporary or Keyword.Constraint) => Construct.Creating,
        (Construct.Creating, Keyword.Trigger) when rules.TriggerBodies => Construct.Trigger,
        (Construct.Creating, Keyword.Function or Keyword.Procedure) when rules.AtomicBodies => Construct.Routine,
        (Construct.Creating, Keyword.Rule) when rules.RuleActions => Construct.Rule,
        (Construct.Creating, _) => Construct.Plain,
        _ => construct,
    };

    private void Follow(Keyword word)
    {
        switch (_construct)
        {
            case Construct.Controlling:
                Control = Controls(word);
                break;
            case Construct.Trigger:
                FollowTrigger(word);
                break;
            case Construct.Routine:
                FollowRoutine(word);
                break;
            case Construct.Copy:
                HasCopyData |= word == Keyword.Stdin && _previous == Keyword.From && _parentheses == 0;
                break;
        }
    }

    private TransactionControl Controls(Keyword word) => (_words, word) switch
    {
        (1, Keyword.Begin) => TransactionControl.Begin,
        (1, Keyword.Commit or Keyword.End) => TransactionControl.Commit,
        (1, Keyword.Rollback or Keyword.Abort) => TransactionControl.Rollback,
        (1, Keyword.Savepoint) => TransactionControl.Savepoint,
        (1, Keyword.Release) => TransactionControl.Release,
        (2, Keyword.Transaction) when _previous == Keyword.Start => TransactionControl.Begin,
        (2, Keyword.Transaction) when _previous == Keyword.Prepare => TransactionControl.Prepared,
        (2, Keyword.Prepared) => TransactionControl.Prepared,
        (_, Keyword.To) when Control == TransactionControl.Rollback => TransactionControl.RollbackTo,
        (_, Keyword.Chain) when _previous == Keyword.And => TransactionControl.Chain,
        _ => Control,
    };

    /// <summary>A trigger's body holds whole statements, so the END that closes it, unlike a CASE's, stands between two semicolons.</summary>
    private void FollowTrigger(Keyword word)
    {
        if (_body > 0)
        {
            _bodyEnded = word == Keyword.End && _clauseEnded;
            _body = _bodyEnded ? 0 : 1;
        }
        else if (_parentheses == 0)
        {
            _body = word == Keyword.Begin && _sawOn ? 1 : 0;
            _sawOn |= word == Keyword.On;
        }
    }

    private void ReopenBody()
    {
        if (_bodyEnded)
        {
            _bodyEnded = false;
            _body = 1;
        }
    }

    /// <summary>
    /// A routine's body holds whole statements too, and the last one ends with a semicolon: the END that closes it, unlike that of a CASE or one
    /// that is a bare label, begins a clause. A clause can itself make a routine with a body.
    /// </summary>
    private void FollowRoutine(Keyword word)
    {
        if (_body > 0 && word == Keyword.End && _clause == Construct.Undecided)
        {
            _body--;
        }

        _clause = _body > 0 ? Decide(_clause, word) : Construct.Routine;
        if (word == Keyword.Atomic && _previous == Keyword.Begin && _parentheses == 0 && _clause == Construct.Routine)
        {
            _body++;
            _clause = Construct.Undecided;
        }
    }
}

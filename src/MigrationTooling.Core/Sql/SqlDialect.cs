using MigrationTooling.Model;

namespace MigrationTooling.Sql;

/// <summary>The table of dialects: adding one is a set of rules here, no code elsewhere.</summary>
internal sealed class SqlDialect
{
    private static readonly LexicalRules SqliteRules = new()
    {
        StringPrefixes = "xX",
        Backticks = true,
        Brackets = true,
        Operators = ["->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "==", "!="],
        TriggerBodies = true,
    };

    private static readonly LexicalRules PostgreSqlRules = new()
    {
        Blanks = " \t\n\r\f\v",
        CarriageReturnEndsComment = true,
        NestedComments = true,
        StringPrefixes = "eEbBxXnN",
        EscapePrefixes = "eE",
        SettableEscapes = true,
        UnicodePrefix = true,
        StringContinuation = true,
        DollarQuotes = true,
        OperatorCharacters = "+-*/<>=~!@#%^&|`?",
        SignKeepers = "~!@#%^&|`?",
        Operators = ["::", ":=", ".."],
        AtomicBodies = true,
        RuleActions = true,
        CopyData = true,
        PsqlCommands = true,
    };

    private static readonly LexicalRules BothRules = PostgreSqlRules with
    {
        Backticks = true,
        OperatorCharacters = "+-*/<>=~!@#%^&|?",
        SignKeepers = "~!@#%^&|?",
        TriggerBodies = true,
    };

    private static readonly SqlDialect Sqlite = new(SqliteRules);
    private static readonly SqlDialect PostgreSql = new(PostgreSqlRules);
    private static readonly SqlDialect Both = new(BothRules);

    private SqlDialect(LexicalRules rules)
    {
        Rules = rules;
        Table = new CharTable(rules);
    }

    public LexicalRules Rules { get; }

    /// <summary>The rules spread out per character.</summary>
    public CharTable Table { get; }

    public static SqlDialect For(Dialect dialect) => dialect switch
    {
        Dialect.Sqlite => Sqlite,
        Dialect.PostgreSql => PostgreSql,
        _ => Both,
    };
}

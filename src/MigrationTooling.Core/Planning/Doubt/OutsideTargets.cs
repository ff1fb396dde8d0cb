using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Sql;

namespace MigrationTooling.Planning;

/// <summary>Reads from a statement's text what it works on.</summary>
public static class OutsideTargets
{
    /// <summary>The target of a statement of this kind; null where nothing about it can be looked up.</summary>
    public static OutsideTarget? Of(OutsideKind kind, SqlStatement statement)
    {
        if (statement is null)
        {
            throw new System.ArgumentNullException(nameof(statement));
        }

        var words = StatementWords.Of(statement.Text);
        return kind switch
        {
            OutsideKind.CreateIndex => CreateIndex(kind, words),
            OutsideKind.DropIndex => Named(kind, words, 3),
            OutsideKind.ReindexConcurrently => Reindex(kind, words),
            OutsideKind.CreateDatabase or OutsideKind.DropDatabase or OutsideKind.CreateTablespace or OutsideKind.DropTablespace
                or OutsideKind.CreateSubscription or OutsideKind.AlterSubscription or OutsideKind.DropSubscription => Bare(kind, words, 2),
            OutsideKind.DetachPartition => Detach(kind, words),
            OutsideKind.AddEnumValue => AddValue(kind, words),
            _ => null,
        };
    }

    // CREATE [UNIQUE] INDEX CONCURRENTLY [[IF NOT EXISTS] name] ON [ONLY] table …
    private static OutsideTarget? CreateIndex(OutsideKind kind, StatementWords words)
    {
        bool isUnique = words.At(1)!.Is("UNIQUE");
        int at = Behind(words, isUnique ? 4 : 3, "IF", "NOT", "EXISTS");
        string name = words.At(at) is { IsName: true } named && !named.Is("ON") ? named.Value : "";
        int table = Behind(words, Behind(words, at + (name.Length > 0 ? 1 : 0), "ON"), "ONLY");
        int rest = words.BehindName(table);
        return rest == table ? null : new OutsideTarget(kind, name)
        {
            Table = Text(words, table, rest, ""),
            Trial = $"CREATE {(isUnique ? "UNIQUE " : "")}INDEX {{index}} ON {{table}}\n" + Text(words, rest, words.Tokens.Count, "\n"),
        };
    }

    // REINDEX [(…)] TABLE [CONCURRENTLY] name
    private static OutsideTarget? Reindex(OutsideKind kind, StatementWords words)
    {
        int what = words.BehindParentheses(1);
        int at = Behind(words, what + 1, "CONCURRENTLY");
        return words.At(what) is not { } word ? null
            : new OutsideTarget(kind, Text(words, at, words.BehindName(at), "")) { Detail = word.Text.ToLowerInvariant() };
    }

    // ALTER TABLE … DETACH PARTITION name CONCURRENTLY
    private static OutsideTarget? Detach(OutsideKind kind, StatementWords words)
    {
        int at = Enumerable.Range(0, words.Tokens.Count).FirstOrDefault(i => words.Tokens[i].Is("DETACH"));
        int table = Behind(words, Behind(words, 2, "IF", "EXISTS"), "ONLY");
        return at == 0 ? null : new OutsideTarget(kind, Text(words, at + 2, words.BehindName(at + 2), "")) { Table = Text(words, table, words.BehindName(table), "") };
    }

    // ALTER TYPE name ADD VALUE [IF NOT EXISTS] 'label'
    private static OutsideTarget? AddValue(OutsideKind kind, StatementWords words)
    {
        int behind = words.BehindName(2);
        var label = words.Tokens.Skip(behind).FirstOrDefault(t => t.Kind == TokenKind.String);
        return label is null ? null : new OutsideTarget(kind, Text(words, 2, behind, "")) { Detail = label.Value };
    }

    private static OutsideTarget? Named(OutsideKind kind, StatementWords words, int at)
    {
        at = Behind(words, at, "IF", "EXISTS");
        int behind = words.BehindName(at);
        return behind == at ? null : new OutsideTarget(kind, Text(words, at, behind, ""));
    }

    private static OutsideTarget? Bare(OutsideKind kind, StatementWords words, int at) =>
        words.At(Behind(words, at, "IF", "EXISTS")) is { IsName: true } name ? new OutsideTarget(kind, name.Value) : null;

    /// <summary>The place behind these words, or the same one where they do not stand here.</summary>
    private static int Behind(StatementWords words, int at, params string[] expected) =>
        expected.Select((word, i) => words.At(at + i) is { } token && token.Is(word)).All(same => same) ? at + expected.Length : at;

    private static string Text(StatementWords words, int from, int to, string between)
    {
        IEnumerable<string> texts = words.Tokens.Skip(from).Take(to - from).Select(t => t.Text);
        return string.Join(between, texts);
    }
}

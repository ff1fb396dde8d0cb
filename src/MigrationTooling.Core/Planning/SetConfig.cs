using MigrationTooling.Sql;

namespace MigrationTooling.Planning;

/// <summary>Calls of <c>set_config(name, value, is_local)</c> in a SELECT: a SET by another name, which pg_dump writes.</summary>
internal static class SetConfig
{
    public const string Name = "set_config";

    /// <summary>True where the SELECT is nothing but such calls, with values that stand in it, and each for the session.</summary>
    public static bool IsAllOf(SqlStatement select)
    {
        var words = StatementWords.Of(select.Text);
        int at = 1;
        while (true)
        {
            int call = Call(words, at);
            if (call == at || words.At(call - 2) is not { } isLocal || !isLocal.Is("false"))
            {
                return false;
            }

            at = Alias(words, call);
            if (words.At(at) is not { } next || next.Kind == TokenKind.Semicolon)
            {
                return true;
            }

            if (!next.Is(","))
            {
                return false;
            }

            at++;
        }
    }

    /// <summary>True where one of its calls does not end with its transaction, or may not.</summary>
    public static bool OutlivesTransaction(SqlStatement select)
    {
        var words = StatementWords.Of(select.Text);
        for (int i = 0; i < words.Tokens.Count; i++)
        {
            if (words.Tokens[i].IsName && words.Tokens[i].Value == Name)
            {
                int end = words.BehindParentheses(i + 1);
                bool isLocal = end - 3 > i && words.Tokens[end - 2].Is("true") && words.Tokens[end - 3].Is(",");
                if (!isLocal)
                {
                    return true;
                }
            }
        }

        return false;
    }

    // set_config('name', 'value', word), with its schema or without: the place behind it; the same place where none stands.
    private static int Call(StatementWords words, int at)
    {
        int open = words.BehindName(at);
        bool isCall = open > at && words.At(open - 1)!.Value == Name && (open == at + 1 || (open == at + 3 && words.At(at)!.Value == "pg_catalog"));
        return isCall && IsSymbol(words, open, "(") && IsString(words, open + 1) && IsSymbol(words, open + 2, ",")
            && IsString(words, open + 3) && IsSymbol(words, open + 4, ",") && words.At(open + 5) is { IsName: true } && IsSymbol(words, open + 6, ")")
            ? open + 7
            : at;
    }

    private static int Alias(StatementWords words, int at)
    {
        int name = words.At(at) is { } word && word.Is("AS") ? at + 1 : at;
        return words.At(name) is { IsName: true } alias && !alias.Is("FROM") ? name + 1 : at;
    }

    private static bool IsString(StatementWords words, int at) => words.At(at) is { Kind: TokenKind.String };

    private static bool IsSymbol(StatementWords words, int at, string symbol) => words.At(at) is { } word && word.Is(symbol);
}

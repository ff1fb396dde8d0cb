namespace MigrationTooling.Options;

/// <summary>Recognises the line comments that speak to a migration tool: <c>-- migrate:…</c>, <c>-- +goose …</c>, <c>-- no-transaction</c>.</summary>
internal static class DirectiveComment
{
    /// <summary>The prefix of our own and dbmate's directives; a blank behind it makes it prose.</summary>
    public const string Own = "migrate:";

    /// <summary>The prefix of goose's.</summary>
    public const string Goose = "+goose";

    /// <summary>sqlx's one directive, the whole comment.</summary>
    public const string NoTransaction = "no-transaction";

    /// <summary>Our directive that a script waits to be written: it counts while there is no statement.</summary>
    public const string Todo = "todo";

    /// <summary>True where a directive, the whole comment, is <c>migrate:todo</c>.</summary>
    public static bool IsTodo(string comment)
    {
        string said = comment.TrimStart('-', ' ', '\t');
        int end = Own.Length + Todo.Length;
        return said.StartsWith(Own + Todo, System.StringComparison.Ordinal) && (said.Length == end || said[end] <= ' ');
    }

    /// <summary>True where the comment that stands in this range is a directive, a misspelt one included.</summary>
    public static bool Is(char[] buffer, int start, int length)
    {
        int end = start + length;
        int word = start + 2;
        while (word < end && buffer[word] is ' ' or '\t')
        {
            word++;
        }

        if (word >= end)
        {
            return false;
        }

        return (buffer[word] | 0x20) switch
        {
            'm' => StartsWith(buffer, word, end, Own) && word + Own.Length < end && buffer[word + Own.Length] > ' ',
            '+' => StartsWith(buffer, word, end, Goose) && EndsWord(buffer, word + Goose.Length, end),
            'n' => StartsWith(buffer, word, end, NoTransaction) && EndsWord(buffer, word + NoTransaction.Length, end),
            _ => false,
        };
    }

    private static bool EndsWord(char[] buffer, int at, int end) => at == end || buffer[at] <= ' ';

    private static bool StartsWith(char[] buffer, int start, int end, string word)
    {
        if (end - start < word.Length)
        {
            return false;
        }

        for (int i = 0; i < word.Length; i++)
        {
            char c = buffer[start + i];
            char lower = c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
            if (lower != word[i])
            {
                return false;
            }
        }

        return true;
    }
}

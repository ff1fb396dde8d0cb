using System;

namespace MigrationTooling.Sql;

/// <summary>Finds where an operator ends: <c>=-1</c> is two tokens, <c>&lt;=</c> is one, so that only white space that means nothing is formatting.</summary>
internal sealed class OperatorToken(ScriptCursor cursor, LexicalRules rules)
{
    /// <summary>Passes over the operator, or the single character, at the cursor.</summary>
    public void Skip()
    {
        int length = Math.Max(1, Math.Max(FixedLength(), RunLength()));
        cursor.Position += length;
    }

    private int FixedLength()
    {
        foreach (string candidate in rules.Operators)
        {
            int i = 0;
            while (i < candidate.Length && cursor.Peek(i) == candidate[i])
            {
                i++;
            }

            if (i == candidate.Length)
            {
                return i;
            }
        }

        return 0;
    }

    private int RunLength()
    {
        int length = 0;
        bool keepsSign = false;
        for (char c = cursor.Peek(0); rules.OperatorCharacters.IndexOf(c) >= 0; c = cursor.Peek(length))
        {
            char next = cursor.Peek(length + 1);
            if (length > 0 && ((c == '-' && next == '-') || (c == '/' && next == '*')))
            {
                break;
            }

            keepsSign |= rules.SignKeepers.IndexOf(c) >= 0;
            length++;
        }

        while (length > 1 && !keepsSign && cursor.Peek(length - 1) is '+' or '-')
        {
            length--;
        }

        return length;
    }
}

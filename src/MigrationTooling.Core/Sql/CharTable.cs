using System;

namespace MigrationTooling.Sql;

/// <summary>What a character can begin.</summary>
internal enum CharClass : byte
{
    Other = 0,
    Blank,
    Word,
    Digit,
    Dot,
    Quote,
    DoubleQuote,
    Backtick,
    Bracket,
    Dollar,
    Dash,
    Slash,
    Operator,
    Semicolon,
}

/// <summary>How a token goes on once it has begun.</summary>
[Flags]
internal enum CharParts : byte
{
    None = 0,
    Word = 1,
    Number = 2,
    Digits = 4,
}

/// <summary>A dialect's rules spread out per character, so that the lexer looks up instead of asking. Everything above ASCII is a letter in both engines.</summary>
internal sealed class CharTable
{
    public const int Size = 128;

    private readonly CharClass[] _classes = new CharClass[Size];
    private readonly CharParts[] _parts = new CharParts[Size];

    public CharTable(LexicalRules rules)
    {
        Set(rules.OperatorCharacters, CharClass.Operator);
        foreach (var @operator in rules.Operators)
        {
            _classes[@operator[0]] = CharClass.Operator;
        }

        for (char c = '\0'; c < Size; c++)
        {
            bool isDigit = c is >= '0' and <= '9';
            bool isLetter = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';
            _classes[c] = isDigit ? CharClass.Digit : isLetter ? CharClass.Word : _classes[c];
            _parts[c] = (isLetter || isDigit || c == '$' ? CharParts.Word : CharParts.None)
                | (isLetter || isDigit || c == '.' ? CharParts.Number : CharParts.None)
                | (isDigit ? CharParts.Digits : CharParts.None);
        }

        Set(rules.Blanks, CharClass.Blank);
        _classes[';'] = CharClass.Semicolon;
        _classes['.'] = CharClass.Dot;
        _classes['-'] = CharClass.Dash;
        _classes['/'] = CharClass.Slash;
        _classes['\''] = CharClass.Quote;
        _classes['"'] = CharClass.DoubleQuote;
        _classes['$'] = rules.DollarQuotes ? CharClass.Dollar : CharClass.Other;
        _classes['`'] = rules.Backticks ? CharClass.Backtick : _classes['`'];
        _classes['['] = rules.Brackets ? CharClass.Bracket : CharClass.Other;
    }

    public CharClass Class(char c) => c < Size ? _classes[c] : CharClass.Word;

    public bool Continues(char c, CharParts part) => c < Size ? (_parts[c] & part) != 0 : part != CharParts.Digits;

    private void Set(string characters, CharClass to)
    {
        foreach (char c in characters)
        {
            _classes[c] = to;
        }
    }
}

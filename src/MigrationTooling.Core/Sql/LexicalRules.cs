using System.Collections.Generic;

namespace MigrationTooling.Sql;

/// <summary>
/// A dialect as the lexer and the splitter see it: switches, no code. What only one of the two engines has is read, in
/// <see cref="Model.Dialect.Both"/>, as that engine reads it; where they contradict each other, the choice is noted on the switch.
/// s1 depends on every one of these: a change is a new checksum version.
/// </summary>
internal sealed record LexicalRules
{
    /// <summary>White space between tokens.</summary>
    public string Blanks { get; init; } = " \t\n\r\f";

    /// <summary>A lone carriage return ends a <c>--</c> comment. Both: yes, so that nothing an engine would execute counts as comment.</summary>
    public bool CarriageReturnEndsComment { get; init; }

    /// <summary><c>/* /* */ */</c> is one comment. Both: yes; what SQLite would see behind the first end is then an error there, never executed unseen.</summary>
    public bool NestedComments { get; init; }

    /// <summary>Letters that make a string of the quote that touches them, such as <c>x'00'</c>.</summary>
    public string StringPrefixes { get; init; } = "";

    /// <summary>Those of <see cref="StringPrefixes"/> whose strings know backslash escapes.</summary>
    public string EscapePrefixes { get; init; } = "";

    /// <summary><c>SET standard_conforming_strings = off</c> gives plain strings backslash escapes.</summary>
    public bool SettableEscapes { get; init; }

    /// <summary><c>U&amp;'…'</c> and <c>U&amp;"…"</c>.</summary>
    public bool UnicodePrefix { get; init; }

    /// <summary>A string goes on, with the same escapes, after white space that holds a line break.</summary>
    public bool StringContinuation { get; init; }

    /// <summary><c>$tag$ … $tag$</c>.</summary>
    public bool DollarQuotes { get; init; }

    /// <summary><c>`identifier`</c>.</summary>
    public bool Backticks { get; init; }

    /// <summary><c>[identifier]</c>. Both: no, since PostgreSQL's arrays are written so.</summary>
    public bool Brackets { get; init; }

    /// <summary>Characters of which any run is one operator (PostgreSQL's way); the longest of <see cref="Operators"/> is taken where there are none.</summary>
    public string OperatorCharacters { get; init; } = "";

    /// <summary>An operator of several characters ends in + or - only if it holds one of these.</summary>
    public string SignKeepers { get; init; } = "";

    /// <summary>Operators of several characters, longest first.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary><c>CREATE TRIGGER … BEGIN …; END</c> is one statement.</summary>
    public bool TriggerBodies { get; init; }

    /// <summary><c>CREATE FUNCTION … BEGIN ATOMIC …; END</c> is one statement.</summary>
    public bool AtomicBodies { get; init; }

    /// <summary><c>CREATE RULE … DO (…; …)</c> is one statement.</summary>
    public bool RuleActions { get; init; }

    /// <summary>A backslash outside of quotes is a command of psql. Both: yes, since it is none of SQLite's SQL either.</summary>
    public bool PsqlCommands { get; init; }

    /// <summary>Data follow <c>COPY … FROM STDIN;</c> up to a line <c>\.</c>.</summary>
    public bool CopyData { get; init; }
}

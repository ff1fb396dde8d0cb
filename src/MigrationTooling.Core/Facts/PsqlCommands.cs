using System.Collections.Generic;
using MigrationTooling.Sql;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>
/// Finds the commands of psql (<c>\connect</c>, <c>\i</c>, <c>\copy</c>): a backslash outside of quotes is never PostgreSQL's SQL. The first of
/// a line speaks for the line. Behind <c>\copy</c> may stand data of any shape, so nothing is looked for there.
/// </summary>
/// <param name="problems">Takes what is found.</param>
internal sealed class PsqlCommands(ICollection<FileProblem> problems)
{
    private const int LongestName = 24;

    private int _lastLine;
    private bool _isInData;

    /// <summary>Looks at the token that begins at the cursor's token start.</summary>
    public void Look(ScriptCursor cursor)
    {
        if (cursor.Buffer[cursor.TokenStart] != '\\' || cursor.TokenLength != 1 || _isInData || cursor.TokenPlace.Line == _lastLine)
        {
            return;
        }

        _lastLine = cursor.TokenPlace.Line;
        string command = Name(cursor);
        _isInData = command == "\\copy";
        problems.Add(new FileProblem(
            FileRuleIds.PsqlCommand,
            cursor.TokenPlace,
            $"'{command}' is a command of psql, and the database server does not know it.",
            Fix(command)));
    }

    private static string Name(ScriptCursor cursor)
    {
        int length = 0;
        while (length < LongestName && cursor.Peek(length) is var next && (char.IsLetterOrDigit(next) || next is '_' or '!' or '?' or '.' or ';'))
        {
            length++;
        }

        return new string(cursor.Buffer, cursor.TokenStart, 1 + length);
    }

    private static string Fix(string command) => command switch
    {
        "\\i" or "\\ir" or "\\include" or "\\include_relative" => "Put the text of that file in its place: a script is hashed and run as one text.",
        "\\c" or "\\connect" => "Remove it: the database is chosen by its URL, and a script stays in it.",
        "\\copy" => "Write COPY … FROM STDIN; with the data behind it, up to a line \\.",
        "\\restrict" or "\\unrestrict" => "Remove it: pg_dump writes it for psql only.",
        "\\." => "It ends the data of a COPY … FROM STDIN; and there is none before it.",
        _ => "Remove it, or write it in SQL.",
    };
}

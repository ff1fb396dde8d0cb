using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Tests.Docs;

/// <summary>A command as a message or a page prints it, taken apart as a shell would and given to the real parser.</summary>
internal static class PrintedCommand
{
    private static readonly string[] Separators = ["&&", "||", "|", ">", ";", "#"];

    public static ParseResult Parse(string commandLine, CommandTree tree) =>
        tree.Parse(Words(commandLine).Skip(2).ToArray());

    /// <summary>
    /// Null where the command exists: the parser takes some beginning of it that holds all of its options, and what follows is
    /// prose. Else why not.
    /// </summary>
    /// <param name="commandLine">As it is printed.</param>
    /// <param name="tree">The parser.</param>
    /// <param name="mayBeAName">True in documentation, where a sentence may speak of a command by its name alone.</param>
    public static string? Problem(string commandLine, CommandTree tree, bool mayBeAName = false)
    {
        string[] words = Words(commandLine).Skip(2).Select(Placeholder).ToArray();
        if (words.Length == 0 || words[0] is "COMMAND" or "--help" or "--version")
        {
            return null;
        }

        if (mayBeAName && words.Length == 1 && tree.Verbs.Any(v => v.Name == words[0]))
        {
            return null;
        }

        int last = Math.Max(1, Array.FindLastIndex(words, w => w.StartsWith('-')) + 1);
        string problem = "";
        for (int length = last; length <= words.Length; length++)
        {
            var parsed = tree.Parse(words[..length]);
            if (parsed.Errors.Count == 0 && parsed.CommandResult.Command is Verb)
            {
                return null;
            }

            problem = parsed.Errors.Count > 0 ? parsed.Errors[0].Message : $"{words[0]} is no command";
        }

        return problem;
    }

    /// <summary>Words with their quotes taken off, up to a pipe, a redirection or a comment.</summary>
    public static List<string> Words(string commandLine)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char quote = '\0';
        bool any = false;
        foreach (char c in commandLine + " ")
        {
            if (quote != '\0')
            {
                _ = c == quote ? word.Length : word.Append(c).Length;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
                any = true;
            }
            else if (c == ' ')
            {
                if (word.Length > 0 || any)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                any = false;
            }
            else
            {
                word.Append(c);
            }
        }

        int end = words.FindIndex(w => Separators.Contains(w));
        return end < 0 ? words : words[..end];
    }

    // [TARGET] is an argument that may be left out; [options] stands for any; numbers must be numbers.
    private static string Placeholder(string word) => word switch
    {
        "[options]" => "--verbose",
        "N" or "SECONDS" => "1",
        _ when word.StartsWith('[') && word.EndsWith(']') => word[1..^1],
        _ => word.TrimEnd('.', ',', ':', ')'),
    };
}

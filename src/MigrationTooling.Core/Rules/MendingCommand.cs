using System.Linq;

namespace MigrationTooling.Rules;

/// <summary>The commands that findings and messages print; ids are quoted where a shell would take them apart.</summary>
public static class MendingCommand
{
    /// <summary>Freezes what is not locked yet.</summary>
    public const string Lock = "dotnet migrate lock";

    /// <summary>Stamps reformatted migrations anew.</summary>
    public const string Refresh = "dotnet migrate lock --refresh";

    /// <summary>Puts a lock that two branches wrote in order.</summary>
    public const string Rebase = "dotnet migrate rebase";

    /// <summary>Writes a new migration.</summary>
    public const string Add = "dotnet migrate add NAME";

    /// <summary>Ends what a dead runner left unfinished.</summary>
    public const string Recover = "dotnet migrate recover";

    /// <summary>Accepts an intended edit.</summary>
    public static string Accept(string id) => $"dotnet migrate lock --accept {Word(id)} --reason \"…\"";

    /// <summary>Says what a migration is called now.</summary>
    public static string Rename(string from, string to) => $"dotnet migrate rename {Word(from)} {Word(to)}";

    /// <summary>Says that a migration is applied, whatever the history knew.</summary>
    public static string ResolveAsCompleted(string id) => $"dotnet migrate resolve {Word(id)} --as completed --reason \"…\"";

    /// <summary>Says that nothing of a migration is in the database.</summary>
    public static string ResolveAsPending(string id) => $"dotnet migrate resolve {Word(id)} --as pending --reason \"…\"";

    /// <summary>Says that the unit in doubt left nothing behind; the committed ones before it stay.</summary>
    public static string ResolveAsFailed(string id) => $"dotnet migrate resolve {Word(id)} --as failed --reason \"…\"";

    /// <summary>The two ways that an operator always has.</summary>
    public static string Decide(string id) =>
        $"Look into the database. If all of it is there: {ResolveAsCompleted(id)}\nIf nothing of it is there, or you took it out: {ResolveAsPending(id)}";

    /// <summary>A shell word: bare where every character is harmless, else in single quotes where double ones would be expanded.</summary>
    public static string Word(string text)
    {
        if (text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/'))
        {
            return text;
        }

        return text.Any(c => c is '"' or '$' or '`' or '\\' or '!') ? "'" + text.Replace("'", "'\\''") + "'" : "\"" + text + "\"";
    }
}

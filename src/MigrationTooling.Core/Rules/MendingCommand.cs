using System.Linq;

namespace MigrationTooling.Rules;

/// <summary>The commands that findings print; ids are quoted where a shell would take them apart.</summary>
internal static class MendingCommand
{
    public const string Lock = "dotnet migrate lock";

    public const string Refresh = "dotnet migrate lock --refresh";

    public const string Rebase = "dotnet migrate rebase";

    public const string Add = "dotnet migrate add NAME";

    public static string Accept(string id) => $"dotnet migrate lock --accept {Word(id)} --reason \"…\"";

    public static string Rename(string from, string to) => $"dotnet migrate rename {Word(from)} {Word(to)}";

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

using System;
using System.CommandLine;
using MigrationTooling.Cli.Input;

namespace MigrationTooling.Cli.Hosting;

/// <summary>One run of a verb: its arguments, settings, streams and signals.</summary>
internal sealed class Invocation(
    ParseResult arguments, GlobalValues values, string format, Surroundings surroundings, SecretMask mask, Terminal terminal, Interruption interruption)
{
    private readonly Lazy<Settings> _settings = new(() => new Settings(values, surroundings, mask));

    public GlobalValues Values => values;

    /// <summary>One of <see cref="OutputFormat"/>'s words that the verb takes.</summary>
    public string Format => format;

    public bool IsJson => format == OutputFormat.Json;

    /// <summary>The word by which the command was called: its name or an alias.</summary>
    public string CalledAs => arguments.CommandResult.IdentifierToken.Value;

    public Surroundings Surroundings => surroundings;

    public Terminal Terminal => terminal;

    public Interruption Interruption => interruption;

    /// <summary>What is configured; read at first use.</summary>
    public Settings Settings => _settings.Value;

    public T? Value<T>(Option<T> option) => arguments.GetValue(option);

    public T? Value<T>(Argument<T> argument) => arguments.GetValue(argument);

    /// <summary>True where the option stands on the command line.</summary>
    public bool Has(Option option) => arguments.GetResult(option) is { Implicit: false };

    /// <summary>With <c>-v</c>: where a setting came from.</summary>
    public void SayWhere(string what, string value, string source)
    {
        if (values.Verbose)
        {
            terminal.Progress($"{what}: {value} (from {source})");
        }
    }

    /// <summary>The migrations directory, with its source said.</summary>
    public string MigrationsDirectory()
    {
        var directory = Settings.MigrationsDirectory();
        SayWhere("migrations directory", directory.Value, directory.Source);
        return directory.Value;
    }

    /// <summary>The database, with its source said.</summary>
    /// <param name="mayUseDefault">True for reading verbs.</param>
    public DatabaseChoice Database(bool mayUseDefault)
    {
        var choice = Settings.Database(mayUseDefault);
        if (choice.Address is { } address)
        {
            SayWhere("database", address.Display, choice.Source!);
        }

        return choice;
    }
}

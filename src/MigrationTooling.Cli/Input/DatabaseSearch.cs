using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Input;

/// <summary>Finds the database by the one order of sources.</summary>
internal sealed class DatabaseSearch(GlobalValues values, Settings settings, SecretMask mask)
{
    private const string VariablePrefix = "ConnectionStrings__";
    private const string DefaultFile = "app.db";

    public DatabaseChoice Find(bool mayUseDefault)
    {
        if (values.DatabaseUrl is not null && values.Connection is not null)
        {
            throw CommandFailure.Usage("--database-url and --connection both name the database.", "Give one of them.");
        }

        // A mistyped environment is an error whatever else names the database.
        var environment = Environment();
        if (settings.Setting(values.DatabaseUrl, "--database-url", "MIGRATE_DATABASE_URL", fromFile: null) is { } url && values.Connection is null)
        {
            return Chosen(Parse(url, settings.Surroundings.Directory), url.Source, environment);
        }

        if (values.Connection is { } connection)
        {
            return Named(connection, environment);
        }

        return FromVariables(environment)
            ?? FromFile(environment)
            ?? FromApplication(environment)
            ?? Default(mayUseDefault);
    }

    private EnvironmentSettings? Environment()
    {
        if (values.Environment is not { } name || settings.File is not { Environments.Count: > 0 } file)
        {
            return null;
        }

        return file.Environments.TryGetValue(name, out var known)
            ? known
            : throw CommandFailure.Usage(
                $"{file.Path} has no environment '{name}'.",
                "It has: " + string.Join(", ", file.Environments.Keys.Order(StringComparer.Ordinal)) + ".");
    }

    private DatabaseChoice Named(string connection, EnvironmentSettings? environment)
    {
        if (connection.Contains('=', StringComparison.Ordinal) || connection.Contains(':', StringComparison.Ordinal))
        {
            return Chosen(Parse(new Sourced<string>(connection, "--connection"), settings.Surroundings.Directory), "--connection", environment);
        }

        string variable = VariablePrefix + connection;
        if (settings.Setting(null, "", variable, null) is { } fromVariable)
        {
            return Chosen(Parse(fromVariable, settings.Surroundings.Directory), fromVariable.Source, environment);
        }

        var strings = ApplicationStrings();
        return strings.TryGetValue(connection, out var found)
            ? Chosen(Parse(found, settings.Project.Folder), found.Source, environment)
            : throw CommandFailure.Usage(
                $"There is no connection string '{connection}': neither the environment variable {variable} nor the application's settings in {settings.Project.Folder} have it.",
                strings.Count > 0 ? "Known names: " + string.Join(", ", strings.Keys.Order(StringComparer.OrdinalIgnoreCase)) + "." : null);
    }

    private DatabaseChoice? FromVariables(EnvironmentSettings? environment)
    {
        var known = settings.Surroundings.Variables
            .Where(v => v.Key.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase) && v.Value.Length > 0)
            .ToDictionary(v => v.Key[VariablePrefix.Length..], v => new Sourced<string>(v.Value, "environment variable " + v.Key), StringComparer.OrdinalIgnoreCase);
        return OnlyOne(known, settings.Surroundings.Directory, "The environment variables", environment);
    }

    private DatabaseChoice? FromFile(EnvironmentSettings? environment)
    {
        if (settings.File is not { } file)
        {
            return null;
        }

        if (environment is not null)
        {
            return environment.Url is null ? null : Chosen(ParseFrom(file, environment.Url), $"{file.Path}, environment {values.Environment}", environment);
        }

        // With -e, the default database is never meant.
        if (file.Default.Url is { } url && values.Environment is null)
        {
            return Chosen(ParseFrom(file, url), file.Path, file.Default);
        }

        return file.Environments.Count > 0 && values.Environment is null
            ? DatabaseChoice.None(
                $"{file.Path} names databases for the environments {string.Join(", ", file.Environments.Keys.Order(StringComparer.Ordinal))}, and none of them is chosen.",
                "Choose one with --environment.")
            : null;
    }

    private DatabaseChoice? FromApplication(EnvironmentSettings? environment) =>
        OnlyOne(ApplicationStrings(), settings.Project.Folder, "The application's settings", environment);

    private DatabaseChoice Default(bool mayUseDefault)
    {
        string path = Path.Combine(settings.Folder, DefaultFile);
        return mayUseDefault && File.Exists(path)
            ? Chosen(DatabaseAddressReader.Read("sqlite:" + DefaultFile, settings.Folder), "default", environment: null)
            : DatabaseChoice.None(
                "No database is configured.",
                "Name it with --database-url sqlite:app.db or the environment variable MIGRATE_DATABASE_URL, or let dotnet migrate init write it into migrate.json.");
    }

    // Among several strings only those that could be ours are candidates; a cache or queue address is not.
    private DatabaseChoice? OnlyOne(
        IReadOnlyDictionary<string, Sourced<string>> strings, string baseDirectory, string whose, EnvironmentSettings? environment)
    {
        var databases = new List<(string Name, DatabaseAddress Address, string Source)>();
        foreach (var (name, value) in strings)
        {
            try
            {
                databases.Add((name, DatabaseAddressReader.Read(value.Value, baseDirectory), value.Source));
            }
            catch (FormatException)
            {
                // Not SQLite and not PostgreSQL: no candidate, and no fault of the user's either.
                continue;
            }
        }

        return databases switch
        {
            [] => null,
            [var only] => Chosen(only.Address, only.Source, environment),
            _ => DatabaseChoice.None(
                $"{whose} hold several connection strings: {string.Join(", ", databases.Select(d => d.Name).Order(StringComparer.OrdinalIgnoreCase))}.",
                "Choose one with --connection NAME."),
        };
    }

    private IReadOnlyDictionary<string, Sourced<string>> ApplicationStrings() => ConnectionStrings.Read(
        settings.Project.Folder,
        values.Environment ?? settings.Surroundings.Variable("DOTNET_ENVIRONMENT") ?? settings.Surroundings.Variable("ASPNETCORE_ENVIRONMENT"),
        settings.Project.Property("UserSecretsId")?.Value,
        settings.Surroundings).ByName;

    private static DatabaseAddress ParseFrom(MigrateJson file, string url) =>
        Parse(new Sourced<string>(url, file.Path), file.Folder);

    private static DatabaseAddress Parse(Sourced<string> text, string baseDirectory)
    {
        try
        {
            return DatabaseAddressReader.Read(text.Value, baseDirectory);
        }
        catch (FormatException e)
        {
            throw CommandFailure.Usage($"The database address from {text.Source} can't be used: {e.Message}.");
        }
    }

    private DatabaseChoice Chosen(DatabaseAddress address, string source, EnvironmentSettings? environment)
    {
        foreach (string secret in address.Secrets)
        {
            mask.Add(secret);
        }

        if (address.Dialect == Dialect.PostgreSql && settings.Surroundings.Variable("PGPASSWORD") is { Length: > 0 } password)
        {
            mask.Add(password);
        }

        return new DatabaseChoice(address, source, environment ?? EnvironmentSettings.None, null, null);
    }
}

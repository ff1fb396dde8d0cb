using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// The connection strings of an application, read from its files as the .NET configuration would merge them
/// (appsettings.json, then appsettings.ENVIRONMENT.json, then user secrets), without running any of its code.
/// </summary>
internal sealed class ConnectionStrings
{
    private const string Section = "ConnectionStrings";

    private readonly Dictionary<string, Sourced<string>> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Name, value and the file that won, in no particular order.</summary>
    public IReadOnlyDictionary<string, Sourced<string>> ByName => _byName;

    /// <summary>Reads what the application in <paramref name="folder"/> would see in <paramref name="environment"/>.</summary>
    /// <param name="folder">The application's folder.</param>
    /// <param name="environment">Null: only appsettings.json and the user secrets.</param>
    /// <param name="userSecretsId">Null where the project has none.</param>
    /// <param name="surroundings">Where the user secrets lie depends on the user's variables.</param>
    public static ConnectionStrings Read(string folder, string? environment, string? userSecretsId, Surroundings surroundings)
    {
        var strings = new ConnectionStrings();
        strings.Merge(Path.Combine(folder, "appsettings.json"));
        if (environment is not null && environment.IndexOfAny(Path.GetInvalidFileNameChars()) < 0)
        {
            strings.Merge(Path.Combine(folder, $"appsettings.{environment}.json"));
        }

        // User secrets belong to development; the .NET host leaves them out everywhere else, too.
        bool isDevelopment = environment is null || string.Equals(environment, "Development", StringComparison.OrdinalIgnoreCase);
        if (isDevelopment && userSecretsId is not null && SecretsFile(userSecretsId, surroundings) is { } secrets)
        {
            strings.Merge(secrets);
        }

        return strings;
    }

    private static string? SecretsFile(string id, Surroundings surroundings)
    {
        if (id.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            return null;
        }

        return surroundings.Variable("APPDATA") is { Length: > 0 } appData
            ? Path.Combine(appData, "Microsoft", "UserSecrets", id, "secrets.json")
            : surroundings.Variable("HOME") is { Length: > 0 } home
                ? Path.Combine(home, ".microsoft", "usersecrets", id, "secrets.json")
                : null;
    }

    private void Merge(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                Merge(document.RootElement, path);
            }
        }
        catch (JsonException e)
        {
            throw CommandFailure.Usage(
                $"{path}({e.LineNumber + 1},{e.BytePositionInLine + 1}): error: this is not JSON, so the connection strings in it can't be read.",
                "Mend the file, or name the database with --database-url.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"{path} can't be read: {e.Message}", "Name the database with --database-url instead.");
        }
    }

    private void Merge(JsonElement root, string path)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (string.Equals(property.Name, Section, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var entry in property.Value.EnumerateObject())
                {
                    Set(entry.Name, entry.Value, path);
                }
            }
            else if (property.Name.StartsWith(Section + ":", StringComparison.OrdinalIgnoreCase))
            {
                // The flat spelling, which `dotnet user-secrets set` writes.
                Set(property.Name[(Section.Length + 1)..], property.Value, path);
            }
        }
    }

    private void Set(string name, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            _byName[name] = new Sourced<string>(text, $"{path}, {Section}:{name}");
        }
    }
}

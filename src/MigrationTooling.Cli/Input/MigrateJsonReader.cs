using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// Reads <c>migrate.json</c>. A key it does not know is an error at its place: a mistyped <c>protected</c> must not be
/// ignored in silence.
/// </summary>
internal ref struct MigrateJsonReader
{
    private readonly string _path;
    private readonly ReadOnlySpan<byte> _utf8;
    private Utf8JsonReader _json;

    private MigrateJsonReader(string path, ReadOnlySpan<byte> utf8)
    {
        _path = path;
        _utf8 = utf8;
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <exception cref="CommandFailure">The file is not what it should be; the message names line and column.</exception>
    public static MigrateJson Read(string path, ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        var reader = new MigrateJsonReader(path, utf8);
        try
        {
            return reader.ReadFile();
        }
        catch (JsonException e)
        {
            throw At(path, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, "this is not JSON: " + FirstSentence(e.Message));
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader's answer to a string that is not valid UTF-8.
            throw reader.Wrong("this text is not valid UTF-8");
        }
    }

    private MigrateJson ReadFile()
    {
        string? migrationsDir = null, dialect = null, table = null, schema = null, runLock = null;
        var exclude = new List<string>();
        var environments = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal);
        var defaults = EnvironmentSettings.None;
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong("a JSON object is expected");
        }

        while (NextKey() is { } key)
        {
            switch (key)
            {
                case "$schema":
                    Text(key);
                    break;
                case "migrationsDir":
                    migrationsDir = Text(key);
                    break;
                case "dialect":
                    dialect = Text(key);
                    if (Model.Dialects.Parse(dialect) is null)
                    {
                        throw Wrong("'dialect' is one of sqlite, postgresql, both");
                    }

                    break;
                case "table":
                    table = Text(key);
                    break;
                case "schema":
                    schema = Text(key);
                    break;
                case "runLock":
                    runLock = Text(key);
                    if (runLock is not ("auto" or "session" or "lease"))
                    {
                        throw Wrong("'runLock' is one of auto, session, lease");
                    }

                    break;
                case "exclude":
                    ReadTexts(key, exclude);
                    break;
                case "environments":
                    ReadEnvironments(environments);
                    break;
                default:
                    defaults = ReadEnvironmentKey(key, defaults, "migrationsDir, dialect, table, schema, runLock, exclude, environments, url, disposable, protected");
                    break;
            }
        }

        // Anything after the object makes the reader throw.
        _json.Read();
        return new MigrateJson(_path, migrationsDir, dialect, table, schema, exclude, defaults, environments) { RunLock = runLock };
    }

    private void ReadEnvironments(Dictionary<string, EnvironmentSettings> environments)
    {
        Expect(JsonTokenType.StartObject, "'environments' is an object: { \"production\": { \"url\": \"…\" } }");
        while (NextKey() is { } name)
        {
            Expect(JsonTokenType.StartObject, $"environment '{name}' is an object: {{ \"url\": \"…\", \"disposable\": false, \"protected\": false }}");
            var settings = EnvironmentSettings.None;
            while (NextKey() is { } key)
            {
                settings = ReadEnvironmentKey(key, settings, "url, disposable, protected");
            }

            if (!environments.TryAdd(name, settings))
            {
                throw Wrong($"environment '{name}' stands here twice");
            }
        }
    }

    private EnvironmentSettings ReadEnvironmentKey(string key, EnvironmentSettings settings, string known) => key switch
    {
        "url" => settings with { Url = Text(key) },
        "disposable" => settings with { Disposable = Flag(key) },
        "protected" => settings with { Protected = Flag(key) },
        _ => throw Wrong($"'{key}' is no setting of migrate.json; known here: {known}"),
    };

    private void ReadTexts(string key, List<string> texts)
    {
        Expect(JsonTokenType.StartArray, $"'{key}' is a list of texts");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(_json.TokenType == JsonTokenType.String ? _json.GetString()! : throw Wrong($"'{key}' is a list of texts"));
        }
    }

    private string? NextKey()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName ? _json.GetString() : null;
    }

    private string Text(string key)
    {
        Expect(JsonTokenType.String, $"'{key}' is a text in double quotes");
        string text = _json.GetString()!;
        return text.Length > 0 ? text : throw Wrong($"'{key}' is empty");
    }

    private bool Flag(string key)
    {
        _json.Read();
        return _json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Wrong($"'{key}' is true or false"),
        };
    }

    private void Expect(JsonTokenType type, string message)
    {
        _json.Read();
        if (_json.TokenType != type)
        {
            throw Wrong(message);
        }
    }

    private readonly CommandFailure Wrong(string message)
    {
        var before = _utf8[..(int)_json.TokenStartIndex];
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return At(_path, line, column, message);
    }

    private static CommandFailure At(string path, int line, int column, string message) =>
        CommandFailure.Usage($"{path}({line},{column}): error: {message}.");

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message.TrimEnd('.') : message[..end];
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// Knows the secrets of this invocation and takes them out of every line that leaves the process. Addresses are
/// masked where they are parsed; this is the net under driver messages and exceptions that repeat them.
/// </summary>
internal sealed class SecretMask
{
    public const string Mask = "***";

    // Shorter values occur in ordinary words; they are masked only in the address itself.
    private const int ShortestReplaced = 4;

    private readonly List<string> _secrets = [];

    /// <summary>Remembers a secret in the spelling given, as it looks in a URL, and as a JSON text holds it.</summary>
    public void Add(string secret)
    {
        foreach (string spelling in new[] { secret, Uri.EscapeDataString(secret), JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() })
        {
            if (spelling.Length >= ShortestReplaced && !_secrets.Contains(spelling, StringComparer.Ordinal))
            {
                _secrets.Add(spelling);
                // A secret may contain another one: the longer goes first.
                _secrets.Sort((a, b) => b.Length - a.Length);
            }
        }
    }

    /// <summary><paramref name="text"/> without any known secret.</summary>
    public string Scrub(string text) =>
        _secrets.Aggregate(text, (current, secret) => current.Replace(secret, Mask, StringComparison.Ordinal));
}

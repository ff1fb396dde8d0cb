using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;

namespace MigrationTooling.Cli.Input;

/// <summary>An ADO.NET connection string with its secrets taken out.</summary>
internal static class MaskedConnectionString
{
    private static readonly string[] SecretWords = ["password", "pwd", "passwd", "secret", "token", "passphrase"];

    public static (string Display, IReadOnlyList<string> Secrets) Of(DbConnectionStringBuilder builder)
    {
        var secrets = new List<string>();
        var masked = new DbConnectionStringBuilder();
        foreach (string key in builder.Keys)
        {
            string value = builder[key].ToString() ?? "";
            if (IsSecretKey(key))
            {
                secrets.Add(value);
                value = SecretMask.Mask;
            }

            masked[key] = value;
        }

        return (masked.ConnectionString, secrets);
    }

    /// <summary>True for a key or query parameter whose value must never be printed.</summary>
    public static bool IsSecretKey(string key) =>
        SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));
}

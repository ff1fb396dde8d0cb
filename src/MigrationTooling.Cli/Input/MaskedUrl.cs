using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Cli.Input;

/// <summary>A database URL with its secrets taken out: the user's password and password parameters of the query.</summary>
internal static class MaskedUrl
{
    /// <summary>Masks generously: where the URL is malformed, rather too much is hidden than too little.</summary>
    public static (string Display, IReadOnlyList<string> Secrets) Of(string url)
    {
        var secrets = new List<string>();
        int authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        // A password may hold an unescaped '@', '/' or '?': the last '@' ends it.
        int at = url.LastIndexOf('@');
        string masked = url;
        if (at >= authority)
        {
            string userInfo = url[authority..at];
            int colon = userInfo.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0)
            {
                Remember(userInfo[(colon + 1)..]);
                masked = string.Concat(url.AsSpan(0, authority), userInfo.AsSpan(0, colon + 1), SecretMask.Mask, url.AsSpan(at));
            }
        }

        int query = masked.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
        {
            var parameters = masked[(query + 1)..].Split('&').Select(MaskParameter);
            masked = string.Concat(masked.AsSpan(0, query + 1), string.Join('&', parameters));
        }

        return (masked, secrets);

        string MaskParameter(string parameter)
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !MaskedConnectionString.IsSecretKey(Uri.UnescapeDataString(parameter[..equals])))
            {
                return parameter;
            }

            Remember(parameter[(equals + 1)..]);
            return string.Concat(parameter.AsSpan(0, equals + 1), SecretMask.Mask);
        }

        void Remember(string secret)
        {
            secrets.Add(secret);
            secrets.Add(Uri.UnescapeDataString(secret));
        }
    }
}

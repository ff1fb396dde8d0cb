using System.Collections.Generic;
using MigrationTooling.Model;

namespace MigrationTooling.Layouts;

/// <summary>Decides the dialect a set of files is read in.</summary>
public static class DialectResolver
{
    /// <summary>
    /// The lock's header decides; else the dialects that the file names say; else the setting; else both.
    /// Names of one dialect only make the set that dialect's, unless a generic script stands beside such a variant:
    /// then the generic one is for another database.
    /// </summary>
    public static Dialect Resolve(Dialect? lockHeader, IEnumerable<string> paths, Dialect? configured) =>
        lockHeader ?? FromNames(paths) ?? configured ?? Dialect.Both;

    /// <summary>The dialect one file is read in: the one its name says, else the set's.</summary>
    public static Dialect ForFile(string path, Dialect setDialect) => FileNameParser.Parse(path).Variant ?? setDialect;

    private static Dialect? FromNames(IEnumerable<string> paths)
    {
        Dialect? found = null;
        var variants = new HashSet<(string, Direction?)>();
        var generics = new HashSet<(string, Direction?)>();
        foreach (string path in paths)
        {
            var name = FileNameParser.Parse(path);
            if (name.Problem is not null)
            {
                continue;
            }

            if (name.Variant is null)
            {
                generics.Add((name.Id, name.Direction));
                continue;
            }

            variants.Add((name.Id, name.Direction));
            if (found is not null && found != name.Variant)
            {
                return Dialect.Both;
            }

            found = name.Variant;
        }

        return found is not null && variants.Overlaps(generics) ? Dialect.Both : found;
    }
}

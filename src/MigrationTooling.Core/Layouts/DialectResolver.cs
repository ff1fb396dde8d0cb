using System.Collections.Generic;
using System.Linq;
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
        Resolve(lockHeader, paths.Select(FileNameParser.Parse).ToArray(), configured);

    /// <summary>The same of names that are parsed already.</summary>
    public static Dialect Resolve(Dialect? lockHeader, IReadOnlyList<FileName> names, Dialect? configured) =>
        lockHeader ?? FromNames(names) ?? configured ?? Dialect.Both;

    /// <summary>The dialect one file is read in: the one its name says, else the set's.</summary>
    public static Dialect ForFile(string path, Dialect setDialect) => FileNameParser.Parse(path).Variant ?? setDialect;

    private static Dialect? FromNames(IReadOnlyList<FileName> names)
    {
        Dialect? found = null;
        var variants = new HashSet<(string, Direction?)>();
        foreach (var name in names)
        {
            if (name.Problem is null && name.Variant is { } variant)
            {
                if (found is not null && found != variant)
                {
                    return Dialect.Both;
                }

                found = variant;
                variants.Add((name.Id, name.Direction));
            }
        }

        return found is not null && names.Any(name => name.Problem is null && name.Variant is null && variants.Contains((name.Id, name.Direction)))
            ? Dialect.Both
            : found;
    }
}

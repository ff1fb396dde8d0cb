using System;
using MigrationTooling.Model;

namespace MigrationTooling.Layouts;

/// <summary>Reads what a migration file's path says: id, version, direction, dialect, layout.</summary>
public static class FileNameParser
{
    private const string Extension = ".sql";

    /// <summary>Parses a path relative to the migrations directory, <c>/</c> as separator. Never throws: what cannot be placed carries a problem.</summary>
    public static FileName Parse(string path)
    {
        int slash = path.LastIndexOf('/');
        string file = path.Substring(slash + 1);
        string stem = file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            ? file.Substring(0, file.Length - Extension.Length)
            : file;
        var words = NameWords.Peel(stem);
        if (words.TwoDirections)
        {
            return Unplaced(path, $"{file} names two directions.", "Expected one of .up, .down and .rollback before .sql.");
        }

        if (words.Rest.Length > 0)
        {
            return Named(path, file, words.Rest, words, MigrationLayout.OneFile);
        }

        if (slash < 0)
        {
            return Unplaced(
                path,
                $"{file} names no migration.",
                $"Expected NUMBER_name{Extension}, or the folder of its migration around it (NUMBER_name/{file}).");
        }

        string folder = path.Substring(path.LastIndexOf('/', slash - 1) + 1, slash - path.LastIndexOf('/', slash - 1) - 1);
        return Named(path, file, folder, words, MigrationLayout.Folder);
    }

    private static FileName Named(string path, string file, string id, NameWords words, MigrationLayout layout)
    {
        bool isUndo = false;
        if (layout == MigrationLayout.OneFile)
        {
            if (id.StartsWith("R__", StringComparison.Ordinal))
            {
                return Unplaced(
                    path,
                    $"{file} is a repeatable script: it has no version, so it has no place in the order.",
                    "Put each change of it into a numbered migration, or exclude it (MigrationsExclude) and run it yourself.");
            }

            isUndo = IsFlyway(id, 'U');
            if (isUndo || (words.Direction is null && IsFlyway(id, 'V')))
            {
                layout = MigrationLayout.Flyway;
            }
            else if (words.Direction is not null)
            {
                layout = MigrationLayout.UpAndDownFiles;
            }
        }

        if (VersionReader.Read(isUndo ? id.Substring(1) : id) is not var (version, name))
        {
            string what = layout == MigrationLayout.Folder ? $"The folder {id} of {file}" : file;
            bool lettered = id.Length > 0 && VersionReader.IsDigit(id[VersionReader.SkipPrefix(id)]);
            return Unplaced(
                path,
                lettered ? $"{what} has a letter directly behind its number." : $"{what} does not begin with a number.",
                layout == MigrationLayout.Folder
                    ? $"Expected NUMBER_name/{file}, for example 20260131093000_add_users/{file}."
                    : $"Expected NUMBER_name{Extension}, for example 20260131093000_add_users{Extension}, 001_add_users{Extension} or V1_2__add_users{Extension}.");
        }

        return new FileName(
            path,
            id,
            version,
            name,
            isUndo ? Direction.Down : words.Direction,
            words.Variant,
            words.ForeignDialect,
            words.OutsideTransaction,
            isUndo,
            layout,
            Problem: null);
    }

    private static bool IsFlyway(string id, char prefix)
    {
        if (id.Length < 2 || id[0] != prefix || !VersionReader.IsDigit(id[1]))
        {
            return false;
        }

        int position = 1;
        while (position < id.Length && (VersionReader.IsDigit(id[position]) || IsInnerSeparator(id, position)))
        {
            position++;
        }

        return string.CompareOrdinal(id, position, "__", 0, 2) == 0;
    }

    private static bool IsInnerSeparator(string id, int position) =>
        id[position] is '_' or '.' && position + 1 < id.Length && VersionReader.IsDigit(id[position + 1]);

    private static FileName Unplaced(string path, string message, string fix) =>
        new(path, "", null, "", null, null, null, false, false, MigrationLayout.OneFile, new NameProblem(message, fix));
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Locking;

namespace MigrationTooling.Cli.Input;

/// <summary>Renames migration files: all of them, or none.</summary>
internal sealed class FileRenames(string directory)
{
    private readonly List<(string From, string To)> _done = [];

    /// <summary>Renames each in turn; where one fails, those before it are taken back.</summary>
    public void Run(IEnumerable<FileMove> moves)
    {
        try
        {
            foreach (var move in moves)
            {
                Rename(Full(move.From), Full(move.To));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TakeBack();
            throw new CommandFailure(ExitCode.Failed, $"The files can't be renamed: {e.Message}", leftBehind: "nothing; the files have their old names.", cause: e);
        }
    }

    /// <summary>Gives every file its old name back, for what comes after the renames may fail, too.</summary>
    public void TakeBack()
    {
        foreach (var (from, to) in Enumerable.Reverse(_done))
        {
            Move(to, from);
        }

        _done.Clear();
    }

    private void Rename(string from, string to)
    {
        // On a file system without case, a rename that only changes case meets itself.
        if (Path.Exists(to) && !string.Equals(from, to, StringComparison.OrdinalIgnoreCase))
        {
            throw new IOException($"{to} exists already.");
        }

        Move(from, to);
        _done.Add((from, to));
    }

    private static void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to);
        string folder = Path.GetDirectoryName(from)!;
        if (folder != Path.GetDirectoryName(to) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private string Full(string relative) => Path.Combine(directory, relative);
}

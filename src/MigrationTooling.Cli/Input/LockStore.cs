using System;
using System.IO;
using MigrationTooling.Cli.Hosting;
using MigrationTooling.Locking;
using MigrationTooling.Text;

namespace MigrationTooling.Cli.Input;

/// <summary>The lock file on disk.</summary>
internal sealed class LockStore(string directory)
{
    /// <summary>Absolute.</summary>
    public string Path { get; } = System.IO.Path.Combine(directory, LockFile.FileName);

    /// <summary>The text last read or written; null where there is no file.</summary>
    public string? Text { get; private set; }

    /// <summary>What the file says; null where there is none.</summary>
    public LockReadResult? Read()
    {
        if (Directory.Exists(Path))
        {
            throw CommandFailure.Usage($"{Path} is a directory; the lock is a file.", "Move the directory away.");
        }

        Text = Current();
        return Text is null ? null : LockReader.Read(Text);
    }

    /// <summary>Writes the lock in one step.</summary>
    /// <exception cref="CommandFailure">Nothing was written: the file changed since it was read, or can't be written.</exception>
    public void Write(LockFile file)
    {
        if (Current() != Text)
        {
            throw new CommandFailure(ExitCode.Refused, $"{Path} was changed by somebody else meanwhile. Nothing was written.", "Run the command again.");
        }

        string text = LockWriter.Write(file);
        if (text == Text)
        {
            return;
        }

        try
        {
            TextFile.ReplaceAtomically(Path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"{Path} can't be written: {e.Message} Nothing was changed.", "Give this user the right to write it, or work in a checkout that can be written.", cause: e);
        }

        Text = text;
    }

    private string? Current() =>
        File.Exists(Path) ? TextDecoder.Decode(TextFile.ReadBytes(Path)).Text : null;
}

using System;
using System.IO;
using System.Text;
using MigrationTooling.Cli.Hosting;

namespace MigrationTooling.Cli.Input;

/// <summary>Small files that the tool reads and writes whole.</summary>
internal static class TextFile
{
    /// <summary>Reads a settings file; what the system refuses is an exit-2 failure that names the file.</summary>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"{path} can't be read: {e.Message}");
        }
    }

    /// <summary>
    /// Replaces a file in one step: whoever reads it meanwhile, and a crash at any instant, sees the old text or the new
    /// one, never half of it.
    /// </summary>
    /// <exception cref="IOException">Nothing was changed.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing was changed.</exception>
    public static void ReplaceAtomically(string path, string text)
    {
        string temporary = path + "." + Path.GetRandomFileName() + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(path))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

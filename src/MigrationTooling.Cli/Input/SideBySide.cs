using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace MigrationTooling.Cli.Input;

/// <summary>
/// Does a piece of work for each of many numbers, on this thread and on a few beside it. A thread pool would be one for the work and one that
/// watches it, and both would have to be made first: longer than a thousand small files take.
/// </summary>
internal static class SideBySide
{
    private const int WorthAThread = 32;
    private const int MostThreads = 8;
    private const int Piece = 4;
    private const int StackBytes = 256 * 1024;

    /// <summary>Does all of it, also behind an error; answers the errors in no order.</summary>
    public static IReadOnlyCollection<Exception> Do(int count, Action<int> work)
    {
        var errors = new ConcurrentQueue<Exception>();
        int next = 0;
        int threads = Math.Min(Math.Min(Environment.ProcessorCount, MostThreads), 1 + (count / WorthAThread));
        var beside = Enumerable.Range(1, threads - 1).Select(_ => new Thread(Take, StackBytes) { IsBackground = true }).ToArray();
        foreach (var thread in beside)
        {
            thread.Start();
        }

        Take();
        foreach (var thread in beside)
        {
            thread.Join();
        }

        return errors;

        void Take()
        {
            for (int from = Interlocked.Add(ref next, Piece) - Piece; from < count; from = Interlocked.Add(ref next, Piece) - Piece)
            {
                for (int i = from; i < Math.Min(from + Piece, count); i++)
                {
                    try
                    {
                        work(i);
                    }
#pragma warning disable CA1031 // An exception that leaves a thread ends the process; the caller throws it.
                    catch (Exception e)
#pragma warning restore CA1031
                    {
                        errors.Enqueue(e);
                    }
                }
            }
        }
    }
}

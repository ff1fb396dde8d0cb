using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Sqlite.Locking;
using Xunit;

namespace MigrationTooling.Runtime.Tests.Sqlite;

/// <summary>The sidecar that is locked while a runner works.</summary>
public sealed class RunLockFileTests
{
    [Fact]
    public async Task Of_runners_that_make_it_at_the_same_time_each_finds_it_free_or_held_and_none_goes_without_it()
    {
        string directory = Directory.CreateTempSubdirectory("migrate-lock-").FullName;
        try
        {
            foreach (int round in Enumerable.Range(0, 300))
            {
                string path = RunLockFile.PathFor(Path.Combine(directory, $"{round}.db"), "__migrations");
                using var start = new Barrier(6);
                var runners = Enumerable.Range(0, start.ParticipantCount).Select(i => Task.Factory.StartNew(
                    () =>
                    {
                        start.SignalAndWait();
                        return RunLockFile.TryTake(path, $"runner {i}");
                    },
                    TaskCreationOptions.LongRunning));
                var answers = await Task.WhenAll(runners);
                foreach (var answer in answers)
                {
                    answer.Lock?.Dispose();
                }

                Assert.Empty(answers.Where(a => a.Outcome == FileLockOutcome.Refused).Select(a => a.Holder));
                Assert.InRange(answers.Count(a => a.Outcome == FileLockOutcome.Taken), 0, 1);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}

using System;
using System.Diagnostics;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Package.Tests.Support;
using Xunit;

namespace MigrationTooling.Package.Tests;

/// <summary><c>dotnet watch</c> sees scripts and lock, which are no C#.</summary>
[Collection(PackedFeedCollection.Name)]
public sealed class WatchTests(PackedFeed feed)
{
    [Fact]
    public async Task Dotnet_watch_shows_the_error_when_the_script_is_saved_and_that_it_is_gone_when_it_is_mended()
    {
        using var project = await new UserProject(feed).WithLockedMigrationsAsync();
        await project.BuildAsync(0);
        string sound = await System.IO.File.ReadAllTextAsync(project.At("migrations/002_orders.up.sql"));
        using var watch = new WatchedProcess(project.Start("dotnet", "watch", "--non-interactive", "--no-restore", "build"));
        await watch.SeeAsync("Waiting for a file to change");

        project.Write("migrations/002_orders.up.sql", sound.Replace("ix_orders ON", "ix_orders_id ON", StringComparison.Ordinal));
        await watch.SeeAsync("error MIG0001: 002_orders was changed after it was locked");
        await watch.SeeAsync("Waiting for a file to change");

        project.Write("migrations/002_orders.up.sql", sound);
        await watch.SeeAsync("Build succeeded");
    }

    /// <summary>A process whose output is read until a text comes; ended with all its children.</summary>
    private sealed class WatchedProcess : IDisposable
    {
        // Only so that a broken watch ends the test at all.
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        private readonly Process _process;
        private readonly StringBuilder _output = new();
        private readonly SemaphoreSlim _more = new(0);
        private int _seen;

        public WatchedProcess(Process process)
        {
            _process = process;
            process.OutputDataReceived += Take;
            process.ErrorDataReceived += Take;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public async Task SeeAsync(string text)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!Passed(text))
            {
                try
                {
                    await _more.WaitAsync(patience.Token);
                }
                catch (OperationCanceledException)
                {
                    lock (_output)
                    {
                        Assert.Fail($"'{text}' did not come; what came:\n{_output}");
                    }
                }
            }
        }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
            _more.Dispose();
        }

        private bool Passed(string text)
        {
            lock (_output)
            {
                int at = _output.ToString().IndexOf(text, _seen, StringComparison.Ordinal);
                _seen = at < 0 ? _seen : at + text.Length;
                return at >= 0;
            }
        }

        private void Take(object sender, DataReceivedEventArgs line)
        {
            lock (_output)
            {
                _output.AppendLine(line.Data);
            }

            _more.Release();
        }
    }
}

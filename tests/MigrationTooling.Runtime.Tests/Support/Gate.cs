using System;
using System.Threading.Tasks;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>A step at which a runner waits until the test lets it go on.</summary>
public sealed class Gate(string at)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task ReachedAsync() => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Open() => _open.TrySetResult();

    public async ValueTask PassAsync(string step)
    {
        if (step == at)
        {
            _reached.TrySetResult();
            await _open.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}

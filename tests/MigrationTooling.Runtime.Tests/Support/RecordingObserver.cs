using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Events;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>Keeps every event.</summary>
public sealed class RecordingObserver : IMigrationObserver
{
    private readonly List<MigrationEvent> _events = [];

    public IReadOnlyList<MigrationEvent> Events => _events;

    public void Observe(MigrationEvent migrationEvent) => _events.Add(migrationEvent);

    public IReadOnlyList<T> Of<T>()
        where T : MigrationEvent => _events.OfType<T>().ToArray();
}

using System;
using System.Threading;
using System.Threading.Tasks;
using MigrationTooling.Sql;
using MigrationTooling.Storage;

namespace MigrationTooling.Runtime.Tests.Support;

/// <summary>Gives the engine's provider another statement than the one that was read, as a fault of the splitter would; without another one, the runner dies there.</summary>
public sealed class SmugglingProvider(IDatabaseProvider inner, string instead, string? smuggled)
    : DecoratedProvider(inner, runner => new Runner(runner, instead, smuggled))
{
    private sealed class Runner(IDatabaseRunner inner, string instead, string? smuggled) : DecoratedRunner(inner)
    {
        public override async ValueTask<IUnit> BeginUnitAsync(UnitStart start, CancellationToken cancellationToken) =>
            new Unit(await base.BeginUnitAsync(start, cancellationToken), instead, smuggled);
    }

    private sealed class Unit(IUnit inner, string instead, string? smuggled) : DecoratedUnit(inner)
    {
        public override ValueTask ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken) =>
            base.ExecuteAsync(statement.Text == instead ? statement with { Text = smuggled ?? throw new InvalidOperationException("the runner dies here") } : statement, cancellationToken);
    }
}

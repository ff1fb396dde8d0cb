using System;
using MigrationTooling.Model;
using MigrationTooling.Planning;

namespace MigrationTooling.Execution;

/// <summary>A script about to be run, up or down.</summary>
/// <param name="Script">The script.</param>
/// <param name="Plan">How it is cut.</param>
/// <param name="Steps">What its steps write.</param>
/// <param name="From">The first unit to run, from 0; those before it are committed.</param>
/// <param name="IsNamedLater">Whether a script that is to run after it names a table.</param>
internal sealed record ScriptWork(MigrationScript Script, ScriptPlan Plan, IScriptSteps Steps, int From, Func<string, bool> IsNamedLater)
{
    /// <summary>Whether a table is what rollbacks left behind.</summary>
    public Func<string, bool> IsLeftBehind { get; init; } = _ => false;

    /// <summary>The intent that is committed with the script's last step; null for none.</summary>
    public NextIntent? Next { get; init; }

    /// <summary>Called when the script is about to run.</summary>
    public Action Begun { get; init; } = () => { };
}

using System;
using System.Text;
using MigrationTooling.Model;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What a new script holds: comments that say where to write, and nothing that would run.</summary>
internal static class MigrationTemplate
{
    /// <summary>The marker that a one-file script of this folder uses (<c>-- migrate:</c> or <c>-- +goose </c>); null where it has none.</summary>
    public static string? MarkerOf(string text) =>
        text.Contains("+goose ", StringComparison.OrdinalIgnoreCase) ? "-- +goose "
        : text.Contains("-- migrate:up", StringComparison.OrdinalIgnoreCase) ? "-- migrate:"
        : null;

    /// <param name="name">The migration's name.</param>
    /// <param name="direction">What the file's name says; null where it says nothing.</param>
    /// <param name="marker">The folder's section marker, for a file whose name says nothing.</param>
    /// <param name="isIrreversible">True: the script declares that it has no down.</param>
    public static string Text(string name, Direction? direction, string? marker, bool isIrreversible)
    {
        var text = new StringBuilder();
        if (isIrreversible)
        {
            text.Append("-- migrate:options irreversible:true\n");
        }

        if (direction is null && marker is not null)
        {
            bool isGoose = marker.EndsWith(' ');
            text.Append(marker).Append(isGoose ? "Up" : "up").Append('\n').Append(Todo(name, Direction.Up)).Append('\n');
            if (!isIrreversible)
            {
                text.Append('\n').Append(marker).Append(isGoose ? "Down" : "down").Append('\n').Append(Todo(name, Direction.Down)).Append('\n');
            }

            return text.ToString();
        }

        return text.Append(Todo(name, direction ?? Direction.Up)).Append('\n').ToString();
    }

    /// <summary>The line that keeps the script from being run until it has a statement.</summary>
    private static string Todo(string name, Direction direction) =>
        direction == Direction.Up
            ? $"-- migrate:todo {name}: write its statements below; without one it is not run.\n"
            : $"-- migrate:todo Take {name} back.\n";
}

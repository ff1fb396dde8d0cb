using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MigrationTooling.Model;
using MigrationTooling.Text;

namespace MigrationTooling.Planning;

/// <summary>
/// The catalog just before a statement that can't be in a transaction. Kept in its migration's row from before the statement until its
/// outcome is recorded; a row that still has one is in doubt.
/// </summary>
/// <param name="Unit">The statement's unit, from 0.</param>
/// <param name="S1">The unit's hash.</param>
/// <param name="Target">What the statement works on.</param>
/// <param name="Before">What was there.</param>
public sealed record PreImage(int Unit, string S1, OutsideTarget Target, CatalogLook Before)
{
    /// <summary>The text kept in the history: one line of fields, then a line for each object.</summary>
    public string ToText()
    {
        IEnumerable<string> first =
        [
            Number(Unit), S1, Target.Kind.ToString(), Target.Name, Target.Table, Target.Detail, Number(Before.Relation), Before.Expected,
        ];
        var objects = Before.Objects.Select(o => (IEnumerable<string>)[Number(o.Id), o.Name, o.Path, o.IsWhole ? "whole" : "broken", o.Definition]);
        return string.Join("\n", new[] { first }.Concat(objects).Select(fields => string.Join(" ", fields.Select(PercentEncoding.Encode))));
    }

    /// <summary>Reads <see cref="ToText"/> back; what a newer version wrote and this one can't read is of a kind that nothing can be said about.</summary>
    public static PreImage? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var lines = text.Split('\n').Select(line => line.Split(' ').Select(word => PercentEncoding.Decode(word) ?? "").ToArray()).ToArray();
        if (lines[0].Length < 8 || !Enum.TryParse(lines[0][2], out OutsideKind kind) || lines.Skip(1).Any(line => line.Length < 5))
        {
            return new PreImage(0, "", new OutsideTarget(OutsideKind.Call, ""), new CatalogLook(0, EquatableList<CatalogObject>.Empty));
        }

        string[] first = lines[0];
        return new PreImage(
            (int)Number(first[0]), first[1], new OutsideTarget(kind, first[3]) { Table = first[4], Detail = first[5] },
            new CatalogLook(
                Number(first[6]),
                lines.Skip(1).Select(line => new CatalogObject(Number(line[0]), line[1], line[2], line[3] == "whole", line[4])).ToEquatableList())
            {
                Expected = first[7],
            });
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string word) => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}

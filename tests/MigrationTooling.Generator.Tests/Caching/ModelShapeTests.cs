using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using MigrationTooling.Generator.Tests.Running;
using Xunit;

namespace MigrationTooling.Generator.Tests.Caching;

/// <summary>What the pipeline keeps between runs is plain data: a Roslyn object in it would hold a whole compilation alive and never compare equal.</summary>
public class ModelShapeTests
{
    [Fact]
    public void No_step_hands_on_an_object_of_the_compiler()
    {
        var run = new GuardedProject()
            .With("0001_a.sql", "CREATE TABLE a (id INTEGER);")
            .With("0002_b.up.sql", "SELECT 'never ends")
            .Carrying("0003_c.sql", [0xFF, 0xFE])
            .Locked()
            .With("0001_a.sql", "CREATE TABLE b (id INTEGER);")
            .Run();

        Assert.NotEmpty(run.Values);
        Assert.Empty(run.Values.SelectMany(Roslyn));
    }

    [Fact]
    public void The_search_finds_an_object_of_the_compiler_however_deep_it_lies() =>
        Assert.Equal(
            [typeof(Location)],
            Roslyn(new List<object> { Tuple.Create("a", new[] { (object)new Holder(Location.None) }) }).Select(type => type.BaseType!));

    private static List<Type> Roslyn(object value)
    {
        var found = new List<Type>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([value]);
        while (open.Count > 0)
        {
            object next = open.Pop();
            var type = next.GetType();
            if (type.IsPrimitive || type.IsEnum || next is string or Pointer || !seen.Add(next))
            {
                continue;
            }

            if (type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true)
            {
                found.Add(type);
                continue;
            }

            foreach (object part in Parts(next, type))
            {
                open.Push(part);
            }
        }

        return found;
    }

    private static IEnumerable<object> Parts(object value, Type type)
    {
        if (value is Array array)
        {
            return array.Cast<object?>().OfType<object>();
        }

        return Hierarchy(type)
            .SelectMany(level => level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => typeof(MemberInfo) != field.FieldType && typeof(Type) != field.FieldType && !typeof(Delegate).IsAssignableFrom(field.FieldType))
            .Select(field => field.GetValue(value))
            .OfType<object>();
    }

    private static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            yield return level;
        }
    }

    private sealed class Holder(Location location)
    {
        private readonly Location _location = location;

        public override string ToString() => _location.ToString();
    }
}

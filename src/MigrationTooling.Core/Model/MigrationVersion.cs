using System;
using System.Collections.Generic;
using System.Linq;

namespace MigrationTooling.Model;

/// <summary>
/// The leading numbers of an id, as a list of unbounded integers. Compared component by component as numbers
/// (10 comes after 9, <c>002</c> equals <c>2</c>); a shorter list comes before a longer one that begins with it.
/// </summary>
public sealed class MigrationVersion : IComparable<MigrationVersion>, IEquatable<MigrationVersion>
{
    private readonly string[] _components;

    /// <summary>Takes the digits of each component; leading zeros carry no meaning and are dropped.</summary>
    public MigrationVersion(IEnumerable<string> components)
    {
        _components = components.ToArray();
        for (int i = 0; i < _components.Length; i++)
        {
            _components[i] = _components[i].TrimStart('0') is { Length: > 0 } digits ? digits : "0";
        }
    }

    /// <summary>The components' digits without leading zeros.</summary>
    public IReadOnlyList<string> Components => _components;

    /// <inheritdoc />
    public int CompareTo(MigrationVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int shared = Math.Min(_components.Length, other._components.Length);
        for (int i = 0; i < shared; i++)
        {
            int byLength = _components[i].Length.CompareTo(other._components[i].Length);
            int order = byLength != 0 ? byLength : string.CompareOrdinal(_components[i], other._components[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return _components.Length.CompareTo(other._components.Length);
    }

    /// <inheritdoc />
    public bool Equals(MigrationVersion? other) => CompareTo(other) == 0;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as MigrationVersion);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        int hash = 17;
        foreach (string component in _components)
        {
            hash = unchecked((hash * 31) + StringComparer.Ordinal.GetHashCode(component));
        }

        return hash;
    }

    /// <summary>The components joined by dots, e.g. <c>1.2</c>.</summary>
    public override string ToString() => string.Join(".", _components);

    /// <summary>Compares as numbers.</summary>
    public static bool operator ==(MigrationVersion? left, MigrationVersion? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares as numbers.</summary>
    public static bool operator !=(MigrationVersion? left, MigrationVersion? right) => !(left == right);

    /// <summary>Compares as numbers.</summary>
    public static bool operator <(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) < 0;

    /// <summary>Compares as numbers.</summary>
    public static bool operator >(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) > 0;

    /// <summary>Compares as numbers.</summary>
    public static bool operator <=(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Compares as numbers.</summary>
    public static bool operator >=(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) >= 0;
}

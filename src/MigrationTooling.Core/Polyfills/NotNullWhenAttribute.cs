namespace System.Diagnostics.CodeAnalysis;

// netstandard2.0 lacks the attribute; the compiler knows it by name alone.
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
{
    public bool ReturnValue { get; } = returnValue;
}

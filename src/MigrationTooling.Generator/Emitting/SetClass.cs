using MigrationTooling.Facts;

namespace MigrationTooling.Generator.Emitting;

/// <summary>The class a set becomes.</summary>
/// <param name="Namespace">A namespace that C# accepts; empty for the global one.</param>
/// <param name="Name">The class.</param>
internal sealed record SetClass(string Namespace, string Name)
{
    public static SetClass Of(SetSettings settings) => new(Identifiers.Namespace(settings.Namespace), Identifiers.Escape(settings.Name));

    /// <summary>The generated file's name but for its purpose.</summary>
    public string HintName(string purpose) => ((Namespace.Length == 0 ? "" : Namespace + ".") + Name).Replace("@", "") + "." + purpose + ".g.cs";
}

using System.Linq;
using MigrationTooling.Execution;
using MigrationTooling.History;
using MigrationTooling.Model;

namespace MigrationTooling.Operating;

/// <summary>The texts that are kept of a migration that is recorded as applied without being run.</summary>
internal static class KeptTexts
{
    public static EquatableList<StoredText> Of(MigrationScript? up, MigrationScript? down) =>
        up is not { Options.Store: true } ? EquatableList<StoredText>.Empty
        : new[] { up, down }.OfType<MigrationScript>().Select(ScriptCapture.Read).OfType<StoredText>().ToEquatableList();
}

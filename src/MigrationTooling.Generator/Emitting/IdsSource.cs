using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Generator.Judging;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Emitting;

/// <summary>One constant per id. A file of its own, because an edit inside a script leaves it as it is.</summary>
internal sealed record IdsSource(SetClass Set, EquatableList<string> Ids)
{
    public string HintName => Set.HintName("Ids");

    public static IEnumerable<IdsSource> Of(JudgedProject? project) =>
        project is null
            ? []
            : project.Sets.Select(set => new IdsSource(SetClass.Of(set.Settings), set.Verdict.Migrations.Select(migration => migration.Id).Distinct().ToEquatableList()));

    /// <summary>
    /// As little text as a documented constant can have: an editor shows its value, which is the id. Not one declaration of all of them,
    /// for the compiler looks at the whole declaration for each of its names.
    /// </summary>
    public SourceText Text()
    {
        var text = new StringBuilder(GeneratedFile.Header, GeneratedFile.Header.Length + 512 + (Ids.Count * 48))
            .Append(GeneratedFile.Open(Set, ""))
            .Append("/// <summary>The ids of the migrations, so that code that names one stops compiling when it goes.</summary>\n")
            .Append("public static class Ids\n{\n");
        var names = Identifiers.ForIds(Ids);
        for (int i = 0; i < Ids.Count; i++)
        {
            text.Append("/// <summary>A migration's id.</summary>\npublic const string ").Append(names[i]).Append('=');
            AppendLiteral(text, Ids[i]);
            text.Append(";\n");
        }

        return GeneratedFile.Source(text.Append("}\n").Append(GeneratedFile.Close(Set)).ToString());
    }

    private static void AppendLiteral(StringBuilder text, string id)
    {
        if (Identifiers.IsPlain(id))
        {
            text.Append('"').Append(id).Append('"');
        }
        else
        {
            text.Append(SymbolDisplay.FormatLiteral(id, quote: true));
        }
    }
}

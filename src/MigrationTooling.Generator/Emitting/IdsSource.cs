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

    public SourceText Text()
    {
        var members = new StringBuilder(
            "/// <summary>The ids of the migrations, so that code that names one stops compiling when it goes.</summary>\n" +
            "public static class Ids\n{\n");
        var names = Identifiers.ForIds(Ids);
        for (int i = 0; i < Ids.Count; i++)
        {
            members
                .Append("/// <summary><c>").Append(Identifiers.Xml(Ids[i])).Append("</c></summary>\n")
                .Append("public const string ").Append(names[i]).Append(" = ").Append(SymbolDisplay.FormatLiteral(Ids[i], quote: true)).Append(";\n");
        }

        members.Append("}\n");
        return SourceText.From(
            GeneratedFile.AppendClass(new StringBuilder(GeneratedFile.Header), Set, "", members.ToString()).ToString(), Encoding.UTF8);
    }
}

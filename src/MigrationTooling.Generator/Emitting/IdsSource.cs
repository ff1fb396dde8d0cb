using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using MigrationTooling.Generator.Judging;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Emitting;

/// <summary>One constant per id. Files of their own, because an edit inside a script leaves them as they are.</summary>
internal sealed record IdsSource(SetClass Set, EquatableList<string> Ids)
{
    private const int PageSize = 256; // as text no large object, and one migration more leaves all but the last page as they are

    public static IEnumerable<IdsSource> Of(JudgedProject? project) =>
        project is null
            ? []
            : project.Sets.Select(set => new IdsSource(SetClass.Of(set.Settings), set.Verdict.Migrations.Select(migration => migration.Id).Distinct().ToEquatableList()));

    public void WriteTo(SourceProductionContext output)
    {
        var names = Identifiers.ForIds(Ids);
        for (int number = 0; number == 0 || number * PageSize < Ids.Count; number++)
        {
            output.AddSource(Set.HintName(number == 0 ? "Ids" : "Ids." + number), Page(names, number));
        }
    }

    /// <summary>
    /// As little text as a documented constant can have: an editor shows its value, which is the id. Not one declaration of all of them,
    /// for the compiler looks at the whole declaration for each of its names.
    /// </summary>
    private SourceText Page(IReadOnlyList<string> names, int number)
    {
        int first = number * PageSize;
        int end = Math.Min(first + PageSize, Ids.Count);
        var text = new StringBuilder(GeneratedFile.Header, GeneratedFile.Header.Length + 512 + ((end - first) * 96))
            .Append(GeneratedFile.Open(Set, ""));
        if (number == 0)
        {
            text.Append("/// <summary>The ids of the migrations, so that code that names one stops compiling when it goes.</summary>\n");
        }

        text.Append("public static partial class Ids\n{\n");
        for (int i = first; i < end; i++)
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

using System.Collections.Generic;
using System.Linq;
using System.Text;
using MigrationTooling.Cli.Input;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>info</c> tells.</summary>
internal sealed class InfoReport(string version, string runtime, string platform)
{
    private readonly List<(string Name, string Value, string Source)> _settings = [];
    private readonly List<string> _problems = [];

    /// <summary>Version and source of the SQLite library; null where none could be loaded.</summary>
    public (string Version, string Source)? Sqlite { get; set; }

    /// <summary>The migrations directory; null where there is none to read.</summary>
    public MigrationFolder? Folder { get; set; }

    /// <summary>A setting; left out where it has no value.</summary>
    public void Add(string name, string? value, string? source)
    {
        if (value is not null)
        {
            _settings.Add((name, value, source ?? "default"));
        }
    }

    public void Problem(string message) => _problems.Add(message);

    public string Json() => JsonText.Write(json =>
    {
        json.WriteString("version", version);
        json.WriteString("runtime", runtime);
        json.WriteString("platform", platform);
        if (Sqlite is { } sqlite)
        {
            json.Object("sqlite", () =>
            {
                json.WriteString("version", sqlite.Version);
                json.WriteString("source", sqlite.Source);
            });
        }
        else
        {
            json.WriteNull("sqlite");
        }

        json.Objects("settings", _settings, setting =>
        {
            json.WriteString("name", setting.Name);
            json.WriteString("value", setting.Value);
            json.WriteString("source", setting.Source);
        });
        if (Folder is { } folder)
        {
            json.Object("migrations", () =>
            {
                json.WriteString("directory", folder.Directory);
                json.WriteString("dialect", folder.Verdict.Dialect.Word());
                json.WriteNumber("count", folder.Verdict.Migrations.Count);
                json.WriteNumber("locked", folder.Verdict.LockedIds.Count);
                json.WriteNumber("errors", folder.Errors.Count());
                json.WriteNumber("warnings", Warnings(folder));
                json.Texts("notSql", folder.Listing.NotSql);
            });
        }
        else
        {
            json.WriteNull("migrations");
        }

        json.Texts("problems", _problems);
    });

    public string Text()
    {
        var text = new StringBuilder();
        Row("dotnet-migrate", version, $"{runtime}, {platform}");
        Row("SQLite", Sqlite?.Version ?? "none", Sqlite?.Source ?? "");
        _settings.ForEach(s => Row(s.Name, s.Value, s.Source));
        if (Folder is { } folder)
        {
            Row("migrations", $"{folder.Verdict.Migrations.Count} ({folder.Verdict.Dialect.Word()})", $"{folder.Verdict.LockedIds.Count} locked");
            Row("verdict", $"{Counted.Of(folder.Errors.Count(), "error")}, {Counted.Of(Warnings(folder), "warning")}", "dotnet migrate verify");
            foreach (string path in folder.Listing.NotSql)
            {
                text.Append("note: ").Append(path).Append(" looks like a migration, but only .sql files are.\n");
            }
        }

        _problems.ForEach(problem => text.Append("note: ").Append(problem).Append('\n'));
        return text.ToString();

        void Row(string name, string value, string source) =>
            text.Append(name.PadRight(24)).Append(value).Append(source.Length == 0 ? "" : $" ({source})").Append('\n');
    }

    private static int Warnings(MigrationFolder folder) => folder.Verdict.Findings.Count(f => f.Severity == Severity.Warning);
}

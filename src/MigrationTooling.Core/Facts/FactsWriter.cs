using System;
using System.Globalization;
using System.Linq;
using System.Text;
using MigrationTooling.Checksums;
using MigrationTooling.Model;
using MigrationTooling.Options;
using MigrationTooling.Text;

namespace MigrationTooling.Facts;

/// <summary>Writes a <see cref="FactsFile"/> as text.</summary>
public static class FactsWriter
{
    /// <summary>The whole file, LF, ending with the digest of what it says.</summary>
    public static string Write(FactsFile facts)
    {
        if (facts is null)
        {
            throw new ArgumentNullException(nameof(facts));
        }

        var body = new StringBuilder();
        foreach (var set in facts.Sets)
        {
            AppendSet(body, set);
        }

        string said = body.ToString();
        string header = "migrations.facts format " + FactsFile.Format.ToString(CultureInfo.InvariantCulture) + "\n";
        var whole = new StringBuilder(header, said.Length + 256);
        FieldLine.Append(whole, "root", facts.Root, ("madeBy", PercentEncoding.Encode(facts.MadeBy)));
        whole.Append(said);
        FieldLine.Append(whole, "end", BytesDigest.Of(Encoding.UTF8.GetBytes(header + said)));
        return whole.ToString();
    }

    private static void AppendSet(StringBuilder text, SetFacts set)
    {
        FieldLine.Append(
            text,
            "set",
            set.Settings.Name,
            ("namespace", PercentEncoding.Encode(set.Settings.Namespace)),
            ("directory", PercentEncoding.Encode(set.Settings.Directory)),
            ("dialect", set.Settings.Dialect?.Word() ?? FieldLine.None),
            ("requireLock", Flag(set.Settings.RequireLock)),
            ("largeFileBytes", Number(set.Settings.LargeFileBytes)));
        if (set.Lock is { } stamp)
        {
            AppendStamp(text, "lock", stamp);
        }

        foreach (var file in set.Files)
        {
            AppendStamp(text, "file", file);
            if (file.Carried is { } carried)
            {
                AppendFacts(text, carried.Dialect, carried.Facts);
            }
        }
    }

    private static void AppendStamp(StringBuilder text, string kind, FileStamp stamp) =>
        FieldLine.Append(text, kind, stamp.Path, ("length", Number(stamp.Length)), ("sha256", stamp.Sha256));

    private static void AppendFacts(StringBuilder text, Dialect dialect, FileFacts facts)
    {
        FieldLine.Append(
            text,
            "facts",
            facts.Path,
            ("dialect", dialect.Word()),
            ("length", Number(facts.Length)),
            ("options", OptionWords.Write(facts.Options)));
        foreach (var section in facts.Sections)
        {
            FieldLine.Append(
                text,
                "section",
                section.Direction is { } direction ? direction.ToString() : FieldLine.None,
                ("start", section.Start.ToString()),
                ("h1", section.H1),
                ("s1", section.S1),
                ("empty", Flag(section.IsEmpty)),
                ("sketch", section.Sketch.ToString()),
                ("options", OptionWords.Write(section.Options)),
                ("statements", string.Join(",", section.Statements.Select(Statement))));
        }

        foreach (var problem in facts.Problems)
        {
            FieldLine.Append(
                text,
                "problem",
                problem.RuleId,
                ("place", problem.Place.ToString()),
                ("message", PercentEncoding.Encode(problem.Message)),
                ("fix", PercentEncoding.Encode(problem.Fix)));
        }
    }

    private static string Statement(StatementFact statement) =>
        statement.Hash.ToString("x8", CultureInfo.InvariantCulture) + "@" + statement.Place;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool flag) => flag ? "true" : "false";
}

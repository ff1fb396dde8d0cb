using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MigrationTooling.Architecture.Tests;

/// <summary>What no compiler checks, over every source file of the repository.</summary>
public partial class SourceRulesTests
{
    [Theory]
    [InlineData("src", 320)]
    [InlineData("tests", 400)]
    public void A_source_file_has_one_subject_and_so_not_too_many_lines(string folder, int limit) =>
        Offences.None(Repository.Files(folder, "*.cs")
            .Select(file => (File: file, Lines: Repository.Read(file).Count(c => c == '\n')))
            .Where(f => f.Lines >= limit)
            .Select(f => $"{f.File}: {f.Lines} lines"));

    // The one pause: between two looks at what a test waits for.
    private const string BetweenLooks = "tests/MigrationTooling.Runtime.Tests/Support/Postgres/Look.cs:";

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Offences.None(Matches("src", EmptyName()));

    [Fact]
    public void Nothing_is_left_to_be_written_later() =>
        Offences.None(Matches("src", Unfinished()).Concat(Matches("tests", Unfinished()).Where(IsNotThisFile)));

    [Fact]
    public void No_error_is_swallowed() =>
        Offences.None(Matches("src", EmptyCatch()).Concat(Matches("tests", EmptyCatch()).Where(IsNotThisFile)));

    [Fact]
    public void No_test_is_skipped_or_waits_for_time_to_pass() =>
        Offences.None(Matches("tests", SkippedOrSleeping()).Where(IsNotThisFile).Where(m => !m.StartsWith(BetweenLooks, StringComparison.Ordinal)));

    [Fact]
    public void Every_switched_off_warning_gives_its_reason() =>
        Offences.None(Matches("src", BarePragma()).Concat(Matches("tests", BarePragma()).Where(IsNotThisFile)));

    [Theory]
    [InlineData("class StringHelper", true)]
    [InlineData("record LockManager(", true)]
    [InlineData("class Manifest", false)]
    [InlineData("static class Utils", true)]
    public void The_rule_on_names_tells_them_apart(string declaration, bool empty) =>
        Assert.Equal(empty, EmptyName().IsMatch(declaration));

    [Theory]
    [InlineData("catch { }", true)]
    [InlineData("catch (IOException)\n{\n}", true)]
    [InlineData("catch (IOException)\n{\n    return null;\n}", false)]
    public void The_rule_on_swallowed_errors_tells_them_apart(string code, bool swallowed) =>
        Assert.Equal(swallowed, EmptyCatch().IsMatch(code));

    [Theory]
    [InlineData("#pragma warning disable CA1031\n", true)]
    [InlineData("#pragma warning disable CA1031 // the edge of the program: everything becomes an exit code\n", false)]
    [InlineData("[SuppressMessage(\"Design\", \"CA1031\")]", true)]
    [InlineData("[SuppressMessage(\"Design\", \"CA1031\", Justification = \"the edge\")]", false)]
    public void The_rule_on_switched_off_warnings_tells_them_apart(string code, bool bare) =>
        Assert.Equal(bare, BarePragma().IsMatch(code));

    private static IEnumerable<string> Matches(string folder, Regex pattern) =>
        Repository.Files(folder, "*.cs").SelectMany(file => pattern.Matches(Repository.Read(file)).Select(m => $"{file}: {m.Value}"));

    // The patterns and their examples below are no offence.
    private static bool IsNotThisFile(string match) => !match.Contains(nameof(SourceRulesTests), StringComparison.Ordinal);

    [GeneratedRegex(@"\b(class|record|record struct|interface|struct|enum)\s+\w*(Helper|Helpers|Util|Utils|Manager|Misc|Common)\b")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*(when\s*\([^{]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\bSkip\s*=\s*""|Thread\.Sleep|Task\.Delay\(")]
    private static partial Regex SkippedOrSleeping();

    [GeneratedRegex(@"#pragma warning disable [\w, ]+\r?\n|SuppressMessage\((?!.*Justification)")]
    private static partial Regex BarePragma();
}

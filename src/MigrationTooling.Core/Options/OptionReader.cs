using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.Facts;
using MigrationTooling.Text;

namespace MigrationTooling.Options;

/// <summary>Gathers the options of one scope (a file's leading comment, or a section with its marker).</summary>
/// <param name="inherited">What holds where the scope says nothing.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class OptionReader(MigrationOptions inherited, ICollection<FileProblem> problems)
{
    private Dictionary<string, TextPlace>? _given;

    public MigrationOptions Options { get; private set; } = inherited;

    /// <summary>Reads <c>key:value …</c> from an index of a line to its end.</summary>
    public void Read(string line, int from, TextPlace linePlace)
    {
        int at = from;
        while (true)
        {
            while (at < line.Length && line[at] <= ' ')
            {
                at++;
            }

            if (at == line.Length)
            {
                return;
            }

            int end = at;
            while (end < line.Length && line[end] > ' ')
            {
                end++;
            }

            Pair(line.Substring(at, end - at), new TextPlace(linePlace.Line, linePlace.Column + at));
            at = end;
        }
    }

    /// <summary>Where this scope gives an option; null where it does not.</summary>
    public TextPlace? PlaceOf(string word) => _given is not null && _given.TryGetValue(word, out var place) ? place : null;

    /// <summary>Another tool's way to say <c>transaction:false</c>.</summary>
    public void NoTransaction(TextPlace place) => Set(OptionKey.All.Single(k => k.Word == "transaction"), Options with { Transaction = false }, place);

    private void Pair(string pair, TextPlace place)
    {
        int colon = pair.IndexOf(':');
        string word = colon < 0 ? pair : pair.Substring(0, colon);
        string value = colon < 0 ? "" : pair.Substring(colon + 1);
        if (OptionKey.All.FirstOrDefault(k => k.Word == word) is not { } key)
        {
            string[] words = OptionKey.All.Select(k => k.Word).ToArray();
            string known = NearestWord.Find(word, words) is { } nearest
                ? $"Did you mean '{nearest}'?"
                : "Known options are " + string.Join(", ", words) + ".";
            problems.Add(new FileProblem(FileRuleIds.Directive, place, $"There is no option '{word}'.", known));
        }
        else if (key.With(Options, value) is { } options)
        {
            Set(key, options, place);
        }
        else
        {
            string message = value.Length == 0 ? $"The option '{word}' has no value." : $"The option '{word}' can't be '{value}'.";
            problems.Add(new FileProblem(FileRuleIds.Directive, place, message, $"Write {key.Form}, without a blank behind the colon."));
        }
    }

    private void Set(OptionKey key, MigrationOptions options, TextPlace place)
    {
        _given ??= new Dictionary<string, TextPlace>(StringComparer.Ordinal);
        if (!_given.ContainsKey(key.Word))
        {
            _given.Add(key.Word, place);
            Options = options;
        }
        else
        {
            problems.Add(new FileProblem(FileRuleIds.Directive, place, $"The option '{key.Word}' is given twice.", "Keep one of the two."));
        }
    }
}

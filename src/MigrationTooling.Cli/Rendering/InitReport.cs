using System.Collections.Generic;
using System.IO;
using System.Text;

namespace MigrationTooling.Cli.Rendering;

/// <summary>What <c>init</c> did, path by path.</summary>
internal sealed class InitReport(string folder)
{
    private readonly List<string> _created = [];
    private readonly List<string> _changed = [];
    private readonly List<string> _kept = [];
    private readonly List<string> _next = [];

    public void Created(string path) => _created.Add(Relative(path));

    public void Changed(string path) => _changed.Add(Relative(path));

    public void Kept(string path) => _kept.Add(Relative(path));

    public void Next(string step) => _next.Add(step);

    public string Json() => JsonText.Write(json =>
    {
        json.Texts("created", _created);
        json.Texts("changed", _changed);
        json.Texts("kept", _kept);
        json.Texts("next", _next);
    });

    public string Text()
    {
        var text = new StringBuilder();
        Lines("created", _created);
        Lines("changed", _changed);
        Lines("kept   ", _kept);
        _next.ForEach(step => text.Append(step).Append('\n'));
        return text.ToString();

        void Lines(string word, List<string> paths) => paths.ForEach(path => text.Append(word).Append(' ').Append(path).Append('\n'));
    }

    private string Relative(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}

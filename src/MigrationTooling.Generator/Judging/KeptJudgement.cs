using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MigrationTooling.Generator.Reading;
using MigrationTooling.Model;

namespace MigrationTooling.Generator.Judging;

/// <summary>
/// The last judgement of a project with all that it was made of, kept with the project's facts: the analyzer comes after the generator with
/// the very same objects, and gets the very same verdict.
/// </summary>
internal sealed class KeptJudgement
{
    private static readonly ConditionalWeakTable<ProjectFacts, KeptJudgement> All = new();

    private Made? _last;

    public static KeptJudgement Of(ProjectFacts project) => All.GetOrCreateValue(project);

    /// <summary>Null where anything that it was made of is another object now.</summary>
    public JudgedProject? Find(ImmutableArray<ScriptText?> scripts, EquatableList<LockText> locks) =>
        _last is { } last && AreSame(last.Scripts, scripts) && AreSame(last.Locks, locks) ? last.Project : null;

    public JudgedProject Keep(ImmutableArray<ScriptText?> scripts, EquatableList<LockText> locks, JudgedProject project)
    {
        _last = new Made(scripts, locks, project);
        return project;
    }

    private static bool AreSame(ImmutableArray<ScriptText?> left, ImmutableArray<ScriptText?> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (left[i]?.Set != right[i]?.Set || !ReferenceEquals(left[i]?.Facts, right[i]?.Facts))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSame(EquatableList<LockText> left, EquatableList<LockText> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Count; i++)
        {
            if (left[i].Set != right[i].Set || !ReferenceEquals(left[i].Lock, right[i].Lock))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Made(ImmutableArray<ScriptText?> scripts, EquatableList<LockText> locks, JudgedProject project)
    {
        public ImmutableArray<ScriptText?> Scripts => scripts;

        public EquatableList<LockText> Locks => locks;

        public JudgedProject Project => project;
    }
}

using MigrationTooling.Model;

namespace MigrationTooling.Planning;

/// <summary>What became of a statement outside a transaction whose outcome is not recorded.</summary>
public abstract record DoubtDecision
{
    private DoubtDecision()
    {
    }

    /// <summary>It is done: its outcome is recorded, and it is not run again.</summary>
    /// <param name="Proof">By what that is known.</param>
    public sealed record Done(string Proof) : DoubtDecision
    {
        /// <summary>What completes it first.</summary>
        public EquatableList<string> Finish { get; init; } = EquatableList<string>.Empty;

        /// <summary>The proof as it reads before that was run.</summary>
        public string Seen { get; init; } = Proof;
    }

    /// <summary>It did nothing that lasts, once its leftovers are gone: it can be run again.</summary>
    /// <param name="Proof">By what that is known.</param>
    public sealed record Redo(string Proof) : DoubtDecision
    {
        /// <summary>What takes its leftovers away, each outside a transaction.</summary>
        public EquatableList<string> Clean { get; init; } = EquatableList<string>.Empty;

        /// <summary>The proof as it reads before that was run.</summary>
        public string Seen { get; init; } = Proof;
    }

    /// <summary>It can't be known: a person has to look.</summary>
    /// <param name="Known">Exactly what is known.</param>
    public sealed record Ask(string Known) : DoubtDecision
    {
        /// <summary>True where another session is at work on it: once that is over, the catalog tells.</summary>
        public bool IsPassing { get; init; }
    }
}

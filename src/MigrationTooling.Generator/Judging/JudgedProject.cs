using MigrationTooling.Facts;
using MigrationTooling.Model;
using MigrationTooling.Rules;

namespace MigrationTooling.Generator.Judging;

/// <summary>What is known of a whole project.</summary>
/// <param name="Root">Its directory, absolute, <c>/</c> as separator.</param>
/// <param name="Digest">The digest of the facts it was judged by.</param>
/// <param name="Sets">In the order of the project.</param>
internal sealed record JudgedProject(string Root, string Digest, EquatableList<JudgedSet> Sets);

/// <summary>One set, judged.</summary>
/// <param name="Settings">What the project says of it.</param>
/// <param name="Verdict">What Core says of it.</param>
/// <param name="Withheld">Files on disk that the compiler was not given, so that they could not be judged.</param>
internal sealed record JudgedSet(SetSettings Settings, Verdict Verdict, EquatableList<string> Withheld);

using System;

namespace MigrationTooling.Faults.Tests.Support;

/// <summary>Says that a test runs into a message and then runs the command that the message prints; a test of the messages reads it.</summary>
/// <param name="file">The source file of the message.</param>
/// <param name="words">Words that only this message of that file has.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ReplaysAttribute(string file, string words) : Attribute
{
    public string File { get; } = file;

    public string Words { get; } = words;
}

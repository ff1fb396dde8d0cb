using System;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>Says that a test runs into a message and then runs the command that the message prints; a test of the messages reads it.</summary>
/// <param name="file">The source file of the message.</param>
/// <param name="words">Words that only this message of that file has.</param>
/// <param name="command">Which of its commands, from 0.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ReplaysAttribute(string file, string words, int command = 0) : Attribute
{
    public string File { get; } = file;

    public string Words { get; } = words;

    public int Command { get; } = command;
}

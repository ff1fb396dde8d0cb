using System;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace MigrationTooling.Cli.Assemblies;

/// <summary>A getter that returns a literal, as the compiler writes it: the string's token, and a return.</summary>
internal static class StringLiteral
{
    /// <summary>Reads the string's place off the getter's instructions.</summary>
    /// <exception cref="BadImageFormatException">They do something else.</exception>
    public static UserStringHandle Of(BlobReader instructions)
    {
        var handle = Next(ref instructions) == ILOpCode.Ldstr && instructions.RemainingBytes >= sizeof(int)
            ? MetadataTokens.Handle(instructions.ReadInt32())
            : throw Unknown();
        return handle.Kind == HandleKind.UserString && Next(ref instructions) == ILOpCode.Ret ? (UserStringHandle)handle : throw Unknown();
    }

    // A debug build begins a method with instructions that do nothing.
    private static ILOpCode Next(ref BlobReader instructions)
    {
        ILOpCode code;
        do
        {
            code = instructions.RemainingBytes > 0 ? (ILOpCode)instructions.ReadByte() : throw Unknown();
        }
        while (code == ILOpCode.Nop);
        return code;
    }

    private static BadImageFormatException Unknown() => new("Its manifest is compiled in a way that this version can't read.");
}

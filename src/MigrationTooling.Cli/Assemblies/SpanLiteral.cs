using System;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace MigrationTooling.Cli.Assemblies;

/// <summary>A <c>ReadOnlySpan&lt;byte&gt;</c> over a literal, as the compiler writes it: the address of a field with the bytes, and their number.</summary>
/// <param name="Field">The field whose data are the bytes.</param>
/// <param name="Length">How many.</param>
internal readonly record struct SpanLiteral(FieldDefinitionHandle Field, int Length)
{
    /// <summary>Reads it off a getter's instructions.</summary>
    /// <exception cref="BadImageFormatException">They do something else.</exception>
    public static SpanLiteral Of(BlobReader instructions)
    {
        var code = Next(ref instructions);
        if (code != ILOpCode.Ldsflda)
        {
            throw Unknown();
        }

        var field = MetadataTokens.EntityHandle(instructions.ReadInt32());
        int? length = Next(ref instructions) switch
        {
            ILOpCode.Ldc_i4 => instructions.ReadInt32(),
            ILOpCode.Ldc_i4_s => instructions.ReadSByte(),
            >= ILOpCode.Ldc_i4_0 and <= ILOpCode.Ldc_i4_8 and var small => small - ILOpCode.Ldc_i4_0,
            _ => null,
        };
        return length is { } bytes and >= 0 && field.Kind == HandleKind.FieldDefinition && Next(ref instructions) == ILOpCode.Newobj
            ? new SpanLiteral((FieldDefinitionHandle)field, bytes)
            : throw Unknown();
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

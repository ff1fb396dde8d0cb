using System.IO;
using System.Linq;
using System.Text;
using MigrationTooling.Core.Tests.Sql;
using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Text;

public class TextNormalizerTests
{
    [Fact]
    public void A_normal_text_is_given_back_as_it_is()
    {
        string text = "a\nb";

        Assert.Same(text, TextNormalizer.Normalize(text));
    }

    [Fact]
    public void Normalising_twice_changes_nothing()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            string once = TextNormalizer.Normalize(NastyText.Any(seed) + "\r\r\r\n" + NastyText.Any(seed + 1));

            Assert.Equal(once, TextNormalizer.Normalize(once));
            Assert.DoesNotContain("\r\n", once);
        }
    }

    [Fact]
    public void A_text_a_reader_and_a_stream_give_the_same()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(NastyText.Any(seed));
            string text = Encoding.UTF8.GetString(bytes);
            using var reader = TextNormalizer.Normalize(new DribblingReader(text, 1 + (seed % 5)));
            using var stream = TextNormalizer.Normalize(new MemoryStream(bytes));

            string expected = TextNormalizer.Normalize(text);
            Assert.Equal(expected, reader.ReadToEnd());
            Assert.Equal(expected, string.Concat(Enumerable.Range(0, expected.Length).Select(_ => One(stream))));
            Assert.Equal(-1, stream.Peek());
            Assert.Equal(-1, stream.Read());
        }
    }

    [Fact]
    public void Disposing_the_normalised_text_disposes_what_it_is_read_from()
    {
        var stream = new MemoryStream([1]);

        TextNormalizer.Normalize(stream).Dispose();

        Assert.False(stream.CanRead);
    }

    private static char One(TextReader reader)
    {
        int peeked = reader.Peek();
        int read = reader.Read();
        Assert.Equal(peeked, read);
        return (char)read;
    }
}

using MigrationTooling.Text;
using Xunit;

namespace MigrationTooling.Core.Tests.Text;

public class PercentEncodingTests
{
    [Theory]
    [InlineData("0001_users", "0001_users")]
    [InlineData("0001 add users", "0001%20add%20users")]
    [InlineData("50%,a=b", "50%25%2Ca%3Db")]
    [InlineData("tab\tline\nend\u007f", "tab%09line%0Aend%7F")]
    [InlineData("0001_Größe_表", "0001_Größe_表")]
    [InlineData("", "")]
    public void A_text_becomes_one_word_and_comes_back(string text, string word)
    {
        Assert.Equal(word, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(word));
    }

    [Theory]
    [InlineData("a%")]
    [InlineData("a%2")]
    [InlineData("a%2g")]
    [InlineData("a%FF")]
    public void A_broken_escape_is_refused(string word) => Assert.Null(PercentEncoding.Decode(word));
}

using MigrationTooling.Secrets;
using Xunit;

namespace MigrationTooling.Core.Tests.Secrets;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("ALTER ROLE a PASSWORD 's3cret'", "ALTER ROLE a PASSWORD '***'")]
    [InlineData("CREATE ROLE a WITH ENCRYPTED password E'it''s'", "CREATE ROLE a WITH ENCRYPTED password E'***'")]
    [InlineData("CREATE ROLE a PASSWORD $q$s'x$q$ LOGIN", "CREATE ROLE a PASSWORD $q$***$q$ LOGIN")]
    [InlineData("UPDATE u SET password = 'x', name = 'y'", "UPDATE u SET password = '***', name = 'y'")]
    [InlineData("CREATE USER a IDENTIFIED BY 'x'", "CREATE USER a IDENTIFIED BY '***'")]
    [InlineData("PRAGMA key = 'x'; ATTACH 'f' AS b KEY 'y'", "PRAGMA key = '***'; ATTACH 'f' AS b KEY '***'")]
    [InlineData("SELECT dblink('host=h password=x')", "SELECT dblink('host=h password=x')")]
    [InlineData("-- postgres://me:pw@host/db", "-- postgres://me:***@host/db")]
    [InlineData("CREATE TABLE t (password TEXT, pwd TEXT DEFAULT 'x')", "CREATE TABLE t (password TEXT, pwd TEXT DEFAULT 'x')")]
    [InlineData("SELECT 'no_password' AS mypassword", "SELECT 'no_password' AS mypassword")]
    public void Password_literals_in_sql_are_masked_and_nothing_else(string sql, string masked) => Assert.Equal(masked, SecretMask.InSql(sql));

    [Theory]
    [InlineData("postgresql://user:p@ss:w@host:5432/db?x=1", "postgresql://user:***@host:5432/db?x=1")]
    [InlineData("postgresql://user@host/db", "postgresql://user@host/db")]
    [InlineData("Host=h;Username=u;Password=pw;Database=d", "Host=h;Username=u;Password=***;Database=d")]
    [InlineData("Server=h;Pwd = \"a;b\";x=1", "Server=h;Pwd = \"***\";x=1")]
    [InlineData("failed for host=h password=x user=u", "failed for host=h password=*** user=u")]
    [InlineData("password authentication failed", "password authentication failed")]
    public void Secrets_in_messages_are_masked(string message, string masked) => Assert.Equal(masked, SecretMask.InMessage(message));

    [Fact]
    public void A_text_without_secrets_is_the_same_string()
    {
        string text = "CREATE TABLE t (id INTEGER)";

        Assert.Same(text, SecretMask.InSql(text));
    }
}

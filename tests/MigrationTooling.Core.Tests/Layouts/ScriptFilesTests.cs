using MigrationTooling.Layouts;
using Xunit;

namespace MigrationTooling.Core.Tests.Layouts;

public class ScriptFilesTests
{
    [Theory]
    [InlineData("0001_users.sql", true)]
    [InlineData("0001_USERS.SQL", true)]
    [InlineData(".sql", true)]
    [InlineData("README.md", false)]
    [InlineData("0001_users.sql.bak", false)]
    public void Every_sql_file_is_a_script(string name, bool isScript) => Assert.Equal(isScript, ScriptFiles.IsScript(name));
}

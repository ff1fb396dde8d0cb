using System;
using System.IO;
using System.Threading.Tasks;

namespace MigrationTooling.Cli.Tests.Support;

/// <summary>A folder with migrations, the tool and, where a test asks for it, git.</summary>
public sealed class Project : IDisposable
{
    private readonly TempFolder _folder = new();

    public Project()
    {
        Tool = new Tool(_folder.Path);
        Git = new GitRepository(_folder.Path);
    }

    public Tool Tool { get; }

    public GitRepository Git { get; }

    public string Path => _folder.Path;

    public string Lock => Read("migrations/migrations.lock");

    /// <summary>Two migrations with downs, locked; <c>git init</c> and a first commit on <c>main</c>.</summary>
    public static async Task<Project> LockedAsync()
    {
        var project = new Project();
        project.Migration("001_users", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);", "DROP TABLE users;")
            .Migration("002_orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id));", "DROP TABLE orders;");
        await project.Tool.ExpectAsync(0, "init");
        await project.Tool.ExpectAsync(0, "lock");
        await GitRepository.InitAsync(project.Path);
        await project.Git.CommitAsync("two migrations");
        return project;
    }

    public Project Migration(string id, string up, string? down = null)
    {
        Write($"migrations/{id}.up.sql", up + "\n");
        return down is null ? this : Write($"migrations/{id}.down.sql", down + "\n");
    }

    public Project Write(string relative, string text)
    {
        _folder.Write(relative, text);
        return this;
    }

    public Project Write(string relative, byte[] bytes)
    {
        _folder.Write(relative, bytes);
        return this;
    }

    public Project Append(string relative, string text)
    {
        File.AppendAllText(At(relative), text);
        return this;
    }

    public Project Move(string from, string to)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(to))!);
        File.Move(At(from), At(to));
        return this;
    }

    public Project Delete(string relative)
    {
        File.Delete(At(relative));
        return this;
    }

    public Project Folder(string relative)
    {
        _folder.Folder(relative);
        return this;
    }

    public string At(string relative) => _folder.At(relative);

    public string Read(string relative) => _folder.Read(relative);

    public byte[] Bytes(string relative) => File.ReadAllBytes(At(relative));

    public bool Exists(string relative) => _folder.Exists(relative);

    public string[] Migrations()
    {
        string[] names = Directory.GetFiles(At("migrations"), "*.sql", SearchOption.AllDirectories);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = System.IO.Path.GetRelativePath(At("migrations"), names[i]).Replace('\\', '/');
        }

        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public void Dispose() => _folder.Dispose();
}

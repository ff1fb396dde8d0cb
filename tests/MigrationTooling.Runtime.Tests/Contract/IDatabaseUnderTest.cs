using System;
using System.Collections.Generic;
using MigrationTooling.Model;
using MigrationTooling.Storage;

namespace MigrationTooling.Runtime.Tests.Contract;

/// <summary>A fresh real database that the contract suites run on, with a way to look at it that is not the provider's.</summary>
public interface IDatabaseUnderTest : IDisposable
{
    Dialect Dialect { get; }

    IDatabaseProvider Provider();

    void Execute(string sql);

    /// <summary>Each row's values joined by <c>|</c>.</summary>
    IReadOnlyList<string> Query(string sql);
}

using System;
using System.Collections.Generic;

namespace MigrationTooling.Storage;

/// <summary>The history tables that other tools leave in a database.</summary>
public static class OtherTools
{
    /// <summary>The tool, by the name of its table in any case.</summary>
    public static IReadOnlyDictionary<string, string> ByTable { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["schema_migrations"] = "Rails, dbmate or golang-migrate",
        ["__EFMigrationsHistory"] = "Entity Framework Core",
        ["flyway_schema_history"] = "Flyway",
        ["_sqlx_migrations"] = "sqlx",
        ["goose_db_version"] = "goose",
        ["alembic_version"] = "Alembic",
        ["DATABASECHANGELOG"] = "Liquibase",
        ["__diesel_schema_migrations"] = "Diesel",
        ["knex_migrations"] = "Knex",
        ["_prisma_migrations"] = "Prisma",
        ["__drizzle_migrations"] = "Drizzle",
        ["refinery_schema_history"] = "refinery",
        ["SchemaVersions"] = "DbUp",
        ["VersionInfo"] = "FluentMigrator",
        ["pgmigrations"] = "node-pg-migrate",
        ["schema_migration"] = "Pop",
        ["atlas_schema_revisions"] = "Atlas",
        ["django_migrations"] = "Django",
        ["SequelizeMeta"] = "Sequelize",
        ["__switchy_migrations"] = "switchy-migrate",
    };
}

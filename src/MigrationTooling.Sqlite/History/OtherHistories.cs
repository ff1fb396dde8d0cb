using System;
using System.Collections.Generic;
using System.Linq;
using MigrationTooling.History;
using MigrationTooling.Model;
using MigrationTooling.Sqlite.Native;

namespace MigrationTooling.Sqlite.History;

/// <summary>Recognises the history tables that other tools leave in a database, by their names.</summary>
internal static class OtherHistories
{
    private static readonly Dictionary<string, string> Tools = new(StringComparer.OrdinalIgnoreCase)
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

    private static readonly string Query =
        $"SELECT name FROM sqlite_master WHERE type = 'table' AND name COLLATE NOCASE IN ({string.Join(", ", Tools.Keys.Select(t => "'" + t + "'"))}) ORDER BY name";

    public static EquatableList<OtherHistory> Find(SqliteDatabase database)
    {
        var found = new List<OtherHistory>();
        var cursor = database.Cursor(Query);
        while (cursor.Step())
        {
            string table = cursor.Text(0);
            found.Add(new OtherHistory(table, Tools[table]));
        }

        return found.ToEquatableList();
    }
}

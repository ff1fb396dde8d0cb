CREATE TABLE customers (
    id         INTEGER PRIMARY KEY,
    email      TEXT NOT NULL COLLATE NOCASE,
    name       TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    closed_at  TEXT
);

CREATE UNIQUE INDEX ux_customers_email ON customers (email);

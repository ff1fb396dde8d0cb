CREATE TABLE customers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text NOT NULL,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    closed_at  timestamptz
);

-- Ada@example.org and ada@example.org are one person.
CREATE UNIQUE INDEX ux_customers_email ON customers (lower(email));

CREATE TABLE addresses (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    street      TEXT NOT NULL,
    postcode    TEXT NOT NULL,
    city        TEXT NOT NULL,
    country     TEXT NOT NULL CHECK (length(country) = 2 AND country = upper(country)),
    is_default  INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1))
);

CREATE INDEX ix_addresses_customer ON addresses (customer_id);

-- At most one default address a customer.
CREATE UNIQUE INDEX ux_addresses_default ON addresses (customer_id) WHERE is_default = 1;

ALTER TABLE orders ADD COLUMN address_id INTEGER REFERENCES addresses (id);

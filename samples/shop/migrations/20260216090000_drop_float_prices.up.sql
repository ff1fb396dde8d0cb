-- Both tables are rebuilt: a column with a CHECK can't be dropped, and the new one becomes NOT NULL.
-- stock and order_lines refer to products by name, so the new table takes the old one's name last;
-- renaming the old table away first would drag their foreign keys along with it.
CREATE TABLE products_new (
    id          INTEGER PRIMARY KEY,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    sku         TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0)
);

INSERT INTO products_new (id, category_id, sku, title, description, price_cents)
SELECT id, category_id, sku, title, description, price_cents FROM products;

DROP TABLE products;
ALTER TABLE products_new RENAME TO products;
CREATE INDEX ix_products_category ON products (category_id);

CREATE TABLE order_lines_new (
    order_id         INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line_no          INTEGER NOT NULL,
    product_id       INTEGER NOT NULL REFERENCES products (id),
    quantity         INTEGER NOT NULL CHECK (quantity > 0),
    unit_price_cents INTEGER NOT NULL CHECK (unit_price_cents >= 0),
    PRIMARY KEY (order_id, line_no)
);

INSERT INTO order_lines_new (order_id, line_no, product_id, quantity, unit_price_cents)
SELECT order_id, line_no, product_id, quantity, unit_price_cents FROM order_lines;

DROP TABLE order_lines;
ALTER TABLE order_lines_new RENAME TO order_lines;
CREATE INDEX ix_order_lines_product ON order_lines (product_id);

CREATE TABLE products_old (
    id          INTEGER PRIMARY KEY,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    sku         TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    price       REAL NOT NULL CHECK (price >= 0),
    price_cents INTEGER
);

INSERT INTO products_old (id, category_id, sku, title, description, price, price_cents)
SELECT id, category_id, sku, title, description, price_cents / 100.0, price_cents FROM products;

DROP TABLE products;
ALTER TABLE products_old RENAME TO products;
CREATE INDEX ix_products_category ON products (category_id);

CREATE TABLE order_lines_old (
    order_id         INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line_no          INTEGER NOT NULL,
    product_id       INTEGER NOT NULL REFERENCES products (id),
    quantity         INTEGER NOT NULL CHECK (quantity > 0),
    unit_price       REAL NOT NULL,
    unit_price_cents INTEGER,
    PRIMARY KEY (order_id, line_no)
);

INSERT INTO order_lines_old (order_id, line_no, product_id, quantity, unit_price, unit_price_cents)
SELECT order_id, line_no, product_id, quantity, unit_price_cents / 100.0, unit_price_cents FROM order_lines;

DROP TABLE order_lines;
ALTER TABLE order_lines_old RENAME TO order_lines;
CREATE INDEX ix_order_lines_product ON order_lines (product_id);

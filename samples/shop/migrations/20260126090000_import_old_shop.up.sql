-- The catalogue and the open orders of the shop that this one replaced.
INSERT INTO categories (id, parent_id, title) VALUES
    (1, NULL, 'Tea'),
    (2, 1, 'Green tea'),
    (3, 1, 'Black tea'),
    (4, NULL, 'Teaware');

INSERT INTO products (id, category_id, sku, title, description, price) VALUES
    (1, 2, 'SEN-100', 'Sencha 100 g', 'Steamed leaves; brew at 70 °C', 12.90),
    (2, 2, 'GEN-100', 'Genmaicha 100 g', 'With roasted rice', 8.45),
    (3, 3, 'ASS-250', 'Assam 250 g', 'Malty, takes milk', 14.99),
    (4, 4, 'KYU-300', 'Kyusu 300 ml', 'Side-handle pot; "Tokoname" clay', 49.00);

INSERT INTO customers (id, email, name, created_at, closed_at) VALUES
    (1, 'ada@example.org', 'Ada Lovelace', '2025-03-01 09:12:00', NULL),
    (2, 'grace@example.org', 'Grace Brewster Hopper', '2025-06-17 18:40:00', NULL),
    (3, 'plato@example.org', 'Plato', '2025-07-02 07:00:00', '2025-12-31 23:59:59');

INSERT INTO warehouses (id, code) VALUES (1, 'NORTH'), (2, 'SOUTH');

INSERT INTO stock (warehouse_id, product_id, quantity) VALUES
    (1, 1, 40), (1, 2, 25), (1, 3, 60), (2, 1, 10), (2, 4, 3);

INSERT INTO orders (id, customer_id, status, placed_at) VALUES
    (1, 1, 'shipped', '2025-11-03 10:00:00'),
    (2, 2, 'paid', '2025-12-19 16:30:00'),
    (3, 1, 'open', '2026-01-20 08:15:00');

INSERT INTO order_lines (order_id, line_no, product_id, quantity, unit_price) VALUES
    (1, 1, 1, 2, 12.90),
    (1, 2, 4, 1, 49.00),
    (2, 1, 3, 4, 14.99),
    (3, 1, 2, 1, 8.45);

-- The catalogue and the orders of the shop that this one replaced, as pg_dump writes them.
COPY products (id, sku, title, description, price) FROM stdin;
1	SEN-100	Sencha 100 g	Steamed leaves; brew at 70 °C	12.9
2	GEN-100	Genmaicha 100 g	With roasted rice	8.45
3	ASS-250	Assam 250 g	Malty, takes milk	14.99
4	KYU-300	Kyusu 300 ml	Side-handle pot; "Tokoname" clay	49
\.

COPY customers (id, email, name, created_at, closed_at) FROM stdin;
1	ada@example.org	Ada Lovelace	2025-03-01 09:12:00+00	\N
2	grace@example.org	Grace Brewster Hopper	2025-06-17 18:40:00+00	\N
3	plato@example.org	Plato	2025-07-02 07:00:00+00	2025-12-31 23:59:59+00
\.

INSERT INTO orders (id, customer_id, status, placed_at) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'shipped', '2025-11-03 10:00:00+00'),
    (2, 2, 'paid', '2025-12-19 16:30:00+00'),
    (3, 1, 'open', '2026-01-20 08:15:00+00');

INSERT INTO order_lines (order_id, line_no, product_id, quantity, unit_price) VALUES
    (1, 1, 1, 2, 12.90),
    (1, 2, 4, 1, 49.00),
    (2, 1, 3, 4, 14.99),
    (3, 1, 2, 1, 8.45);

-- What came with its id did not move the counters.
SELECT setval(pg_get_serial_sequence('products', 'id'), 4), setval(pg_get_serial_sequence('customers', 'id'), 3), setval(pg_get_serial_sequence('orders', 'id'), 3);

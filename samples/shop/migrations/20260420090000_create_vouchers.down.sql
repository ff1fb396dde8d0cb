CREATE TABLE orders_old (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    status      TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'shipped', 'cancelled')),
    placed_at   TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    address_id  INTEGER REFERENCES addresses (id)
);

INSERT INTO orders_old (id, customer_id, status, placed_at, address_id)
SELECT id, customer_id, status, placed_at, address_id FROM orders;

DROP VIEW order_totals;
DROP TRIGGER orders_status_changed;
DROP TABLE orders;
ALTER TABLE orders_old RENAME TO orders;
CREATE INDEX ix_orders_customer ON orders (customer_id, placed_at);
CREATE INDEX ix_orders_open ON orders (placed_at) WHERE status = 'open';

CREATE TRIGGER orders_status_changed AFTER UPDATE OF status ON orders
WHEN NEW.status <> OLD.status
BEGIN
    INSERT INTO order_status_changes (order_id, changed_at, old_status, new_status)
    VALUES (NEW.id, strftime('%Y-%m-%d %H:%M:%f', 'now'), OLD.status, NEW.status);
END;

CREATE VIEW order_totals AS
SELECT o.id AS order_id,
       o.customer_id,
       o.status,
       count(l.line_no) AS lines,
       coalesce(sum(l.total_cents), 0) AS total_cents
FROM orders AS o
LEFT JOIN order_lines AS l ON l.order_id = o.id
GROUP BY o.id, o.customer_id, o.status;

DROP TABLE vouchers;

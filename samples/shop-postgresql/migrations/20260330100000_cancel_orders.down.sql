-- An enum loses no label, so the type is made anew; the view and the partial index read the column.
DROP VIEW order_totals;
DROP INDEX ix_orders_open;
ALTER TYPE order_status RENAME TO order_status_old;
CREATE TYPE order_status AS ENUM ('open', 'paid', 'shipped');
ALTER TABLE orders ALTER COLUMN status DROP DEFAULT;
ALTER TABLE orders ALTER COLUMN status TYPE order_status USING CASE status::text WHEN 'cancelled' THEN 'open' ELSE status::text END::order_status;
ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'open';
DROP TYPE order_status_old;
CREATE INDEX ix_orders_open ON orders (placed_at) WHERE status = 'open';

CREATE VIEW order_totals AS
SELECT o.id AS order_id,
       o.customer_id,
       o.status,
       count(l.line_no) AS lines,
       coalesce(sum(l.total_cents), 0) AS total_cents
FROM orders AS o
LEFT JOIN order_lines AS l ON l.order_id = o.id
GROUP BY o.id, o.customer_id, o.status;

-- migrate:options batch:5000 pause:50ms
-- Years of orders: a few rows a transaction, so that nobody waits for a lock and a crash loses one batch.
UPDATE order_lines SET unit_price_cents = round(unit_price * 100)::bigint
WHERE (order_id, line_no) IN (SELECT order_id, line_no FROM order_lines WHERE unit_price_cents IS NULL LIMIT 5000);

ALTER TABLE order_lines DROP COLUMN unit_price_cents;
ALTER TABLE products DROP COLUMN price_cents;

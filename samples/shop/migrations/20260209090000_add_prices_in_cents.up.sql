-- Money in floating point adds up wrong. First the new columns beside the old ones,
-- so that the version of the shop that is still running goes on reading the old ones.
ALTER TABLE products ADD COLUMN price_cents INTEGER;
ALTER TABLE order_lines ADD COLUMN unit_price_cents INTEGER;

UPDATE products SET price_cents = CAST(round(price * 100) AS INTEGER);
UPDATE order_lines SET unit_price_cents = CAST(round(unit_price * 100) AS INTEGER);

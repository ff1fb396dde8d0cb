ALTER TABLE order_lines ADD COLUMN unit_price double precision;
UPDATE order_lines SET unit_price = unit_price_cents / 100.0;
ALTER TABLE order_lines ALTER COLUMN unit_price SET NOT NULL, ALTER COLUMN unit_price_cents DROP NOT NULL, DROP CONSTRAINT order_lines_unit_price_cents_check;
ALTER TABLE products ADD COLUMN price double precision CHECK (price >= 0);
UPDATE products SET price = price_cents / 100.0;
ALTER TABLE products ALTER COLUMN price SET NOT NULL, ALTER COLUMN price_cents DROP NOT NULL, DROP CONSTRAINT products_price_cents_check;

-- A CHECK that is added as NOT VALID and validated later lets writers through; SET NOT NULL then reads nothing again.
ALTER TABLE products ADD CONSTRAINT products_price_cents_check CHECK (price_cents IS NOT NULL AND price_cents >= 0) NOT VALID;
ALTER TABLE products VALIDATE CONSTRAINT products_price_cents_check;
ALTER TABLE products ALTER COLUMN price_cents SET NOT NULL, DROP COLUMN price;
ALTER TABLE order_lines ADD CONSTRAINT order_lines_unit_price_cents_check CHECK (unit_price_cents IS NOT NULL AND unit_price_cents >= 0) NOT VALID;
ALTER TABLE order_lines VALIDATE CONSTRAINT order_lines_unit_price_cents_check;
ALTER TABLE order_lines ALTER COLUMN unit_price_cents SET NOT NULL, DROP COLUMN unit_price;

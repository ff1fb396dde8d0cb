-- Money in floating point adds up wrong. First the new columns beside the old ones,
-- so that the version of the shop that is still running goes on reading the old ones.
ALTER TABLE products ADD COLUMN price_cents bigint;
ALTER TABLE order_lines ADD COLUMN unit_price_cents bigint;

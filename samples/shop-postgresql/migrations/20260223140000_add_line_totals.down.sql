ALTER TABLE order_lines DROP COLUMN total_cents;

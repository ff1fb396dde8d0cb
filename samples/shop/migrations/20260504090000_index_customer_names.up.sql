CREATE INDEX ix_customers_name ON customers (family_name COLLATE NOCASE, given_name COLLATE NOCASE)
WHERE closed_at IS NULL;

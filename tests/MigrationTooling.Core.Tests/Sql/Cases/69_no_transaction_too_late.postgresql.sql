-- Adds an index.
-- no-transaction
-- no-transaction is what sqlx calls it
CREATE INDEX CONCURRENTLY a_b ON a (b);

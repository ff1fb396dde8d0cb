-- no-transaction
CREATE INDEX CONCURRENTLY a_b ON a (b);

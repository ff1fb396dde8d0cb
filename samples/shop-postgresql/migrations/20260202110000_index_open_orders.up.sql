-- The packing desk asks for open orders all day; they are a few in a hundred. Nobody waits while it is built.
CREATE INDEX CONCURRENTLY ix_orders_open ON orders (placed_at) WHERE status = 'open';

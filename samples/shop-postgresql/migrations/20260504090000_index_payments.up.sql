CREATE INDEX CONCURRENTLY ix_payments_order ON payments (order_id);
CREATE INDEX CONCURRENTLY ix_payments_booked ON payments (booked_at);

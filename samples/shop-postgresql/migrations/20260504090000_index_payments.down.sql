DROP INDEX CONCURRENTLY ix_payments_booked;
DROP INDEX CONCURRENTLY ix_payments_order;

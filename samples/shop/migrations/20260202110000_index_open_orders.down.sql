DROP INDEX ix_orders_open;

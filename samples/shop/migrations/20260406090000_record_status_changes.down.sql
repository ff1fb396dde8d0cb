DROP TRIGGER orders_status_changed;
DROP TABLE order_status_changes;

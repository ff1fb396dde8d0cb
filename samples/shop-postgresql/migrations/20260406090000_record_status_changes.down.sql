DROP TRIGGER orders_status_changed ON orders;
DROP FUNCTION record_status_change();
DROP TABLE order_status_changes;

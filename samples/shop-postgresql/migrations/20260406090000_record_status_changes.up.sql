CREATE TABLE order_status_changes (
    order_id   bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    old_status order_status,
    new_status order_status NOT NULL,
    PRIMARY KEY (order_id, changed_at, new_status)
);

-- What the past can still tell: the status of today, dated at the order's birth.
INSERT INTO order_status_changes (order_id, changed_at, new_status)
SELECT id, placed_at, status FROM orders;

CREATE FUNCTION record_status_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO order_status_changes (order_id, old_status, new_status) VALUES (NEW.id, OLD.status, NEW.status);
    RETURN NULL;
END;
$body$;

CREATE TRIGGER orders_status_changed AFTER UPDATE OF status ON orders
    FOR EACH ROW WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION record_status_change();

CREATE TABLE order_status_changes (
    order_id   INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    changed_at TEXT NOT NULL,
    old_status TEXT,
    new_status TEXT NOT NULL,
    PRIMARY KEY (order_id, changed_at, new_status)
) WITHOUT ROWID;

-- What the past can still tell: the status of today, dated at the order's birth.
INSERT INTO order_status_changes (order_id, changed_at, old_status, new_status)
SELECT id, placed_at, NULL, status FROM orders;

CREATE TRIGGER orders_status_changed AFTER UPDATE OF status ON orders
WHEN NEW.status <> OLD.status
BEGIN
    INSERT INTO order_status_changes (order_id, changed_at, old_status, new_status)
    VALUES (NEW.id, strftime('%Y-%m-%d %H:%M:%f', 'now'), OLD.status, NEW.status);
END;

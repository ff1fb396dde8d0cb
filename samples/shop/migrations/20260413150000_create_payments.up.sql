CREATE TABLE payments (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    method       TEXT NOT NULL CHECK (method IN ('card', 'transfer', 'voucher')),
    reference    TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents <> 0), -- negative: paid back
    booked_at    TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (method, reference)
);

CREATE INDEX ix_payments_order ON payments (order_id);

INSERT INTO payments (order_id, method, reference, amount_cents, booked_at)
SELECT t.order_id, 'transfer', 'old-shop-' || t.order_id, t.total_cents, o.placed_at
FROM order_totals AS t
JOIN orders AS o ON o.id = t.order_id
WHERE t.status IN ('paid', 'shipped');

CREATE TABLE payments (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id     bigint NOT NULL REFERENCES orders,
    method       text NOT NULL CHECK (method IN ('card', 'transfer', 'voucher')),
    reference    text NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents <> 0), -- negative: paid back
    booked_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (method, reference)
);

INSERT INTO payments (order_id, method, reference, amount_cents, booked_at)
SELECT t.order_id, 'transfer', 'old-shop-' || t.order_id, t.total_cents, o.placed_at
FROM order_totals AS t
JOIN orders AS o ON o.id = t.order_id
WHERE t.status IN ('paid', 'shipped');

CREATE TABLE vouchers (
    code         TEXT PRIMARY KEY,
    percent      INTEGER CHECK (percent BETWEEN 1 AND 100),
    amount_cents INTEGER CHECK (amount_cents > 0),
    valid_until  TEXT,
    CHECK ((percent IS NULL) <> (amount_cents IS NULL))
);

INSERT INTO vouchers (code, percent, amount_cents, valid_until) VALUES
    ('WELCOME', 10, NULL, NULL),
    ('SORRY-5', NULL, 500, '2026-12-31');

ALTER TABLE orders ADD COLUMN voucher_code TEXT REFERENCES vouchers (code);

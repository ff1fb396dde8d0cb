UPDATE products SET price_cents = round(price * 100)::bigint;

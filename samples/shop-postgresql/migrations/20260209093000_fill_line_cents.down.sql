UPDATE order_lines SET unit_price_cents = NULL;

-- An order line takes its goods from the fullest shelf, or is refused.
CREATE TRIGGER order_lines_reserve AFTER INSERT ON order_lines
BEGIN
    SELECT CASE
        WHEN NOT EXISTS (SELECT 1 FROM stock WHERE product_id = NEW.product_id)
            THEN RAISE(ABORT, 'this product is not kept in stock')
        WHEN (SELECT max(quantity) FROM stock WHERE product_id = NEW.product_id) < NEW.quantity
            THEN RAISE(ABORT, 'not enough of this product on one shelf')
    END;

    UPDATE stock
    SET quantity = quantity - NEW.quantity
    WHERE product_id = NEW.product_id
      AND warehouse_id = (SELECT warehouse_id FROM stock
                          WHERE product_id = NEW.product_id
                          ORDER BY quantity DESC, warehouse_id LIMIT 1);
END;

DELETE FROM order_lines WHERE order_id IN (1, 2, 3);
DELETE FROM orders WHERE id IN (1, 2, 3);
DELETE FROM stock WHERE warehouse_id IN (1, 2);
DELETE FROM warehouses WHERE id IN (1, 2);
DELETE FROM customers WHERE id IN (1, 2, 3);
DELETE FROM products WHERE id IN (1, 2, 3, 4);
DELETE FROM categories WHERE id IN (1, 2, 3, 4);

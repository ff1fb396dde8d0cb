DELETE FROM orders WHERE id <= 3;
DELETE FROM customers WHERE id <= 3;
DELETE FROM products WHERE id <= 4;

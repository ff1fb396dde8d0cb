DROP TRIGGER order_lines_reserve;

SELECT $$; SELECT 'a$$b'; SELECT a$b$c;

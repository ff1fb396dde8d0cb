SELECT E'a''\'; b';
SELECT 1 -- c;, 2;
SELECT3;
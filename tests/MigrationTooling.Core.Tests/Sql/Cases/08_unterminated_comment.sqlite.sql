CREATE TABLE a (id int);
SELECT 1; /* from here; on
SELECT 2;

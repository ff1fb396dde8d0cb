\set x 1
\echo done
SELECT 1;

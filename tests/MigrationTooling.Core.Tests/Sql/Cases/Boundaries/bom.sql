SELECT 1;
-- behind a mark; 
SELECT 2; SELECT 3
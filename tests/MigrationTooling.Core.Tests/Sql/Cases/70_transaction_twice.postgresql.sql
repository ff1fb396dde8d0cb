-- no-transaction
-- migrate:options transaction:true
SELECT 1;

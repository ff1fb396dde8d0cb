-- +gooseberry jam
-- migrate:upwards
SELECT 1;

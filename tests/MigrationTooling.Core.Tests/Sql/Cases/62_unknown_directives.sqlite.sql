-- migrate:optoins store:false
--migrate:Options store:false
-- Migrate:options store:false
-- migrate:rollback
-- migrate: this is prose
-- to migrate:options is prose too
/* migrate:up */
SELECT 1;

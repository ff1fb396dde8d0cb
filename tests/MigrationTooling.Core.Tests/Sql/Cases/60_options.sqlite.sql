-- Rebuilds the users.
-- migrate:options transaction:false rerunnable:true
/* and more */
-- migrate:options foreign_keys:on   store:off irreversible:false
SELECT 1;

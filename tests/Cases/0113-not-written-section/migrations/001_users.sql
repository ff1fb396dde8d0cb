-- migrate:up
-- migrate:todo users: write its statements below; without one it is not run.

-- migrate:down
-- migrate:todo Take users back.

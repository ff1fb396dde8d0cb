-- A shop.
-- migrate:options irreversible:true

-- migrate:up transaction:false
CREATE TABLE a (id int);
CREATE TABLE b (id int);

--  migrate:down
-- migrate:options rerunnable:true
DROP TABLE b;
DROP TABLE a

-- migrate:up
INSERT INTO a VALUES ('left open);
-- migrate:down
DELETE FROM a;

CREATE TABLE a (id int);
CREATE TABLE b (id int)
-- trailing comment, no line end
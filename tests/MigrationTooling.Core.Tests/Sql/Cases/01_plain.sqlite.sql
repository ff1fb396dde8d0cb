CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);
CREATE UNIQUE INDEX users_name ON users (name);
INSERT INTO users VALUES (1, 'a');INSERT INTO users VALUES (2, 'b');

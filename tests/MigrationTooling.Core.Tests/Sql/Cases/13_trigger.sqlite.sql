CREATE TRIGGER stamp AFTER UPDATE ON users
BEGIN
  UPDATE users SET updated = datetime('now') WHERE id = new.id;
  INSERT INTO log VALUES ('done; really');
END;
SELECT 1;

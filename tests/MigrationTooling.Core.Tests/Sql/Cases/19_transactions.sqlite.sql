PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
SAVEPOINT one;
CREATE TABLE a (id int);
ROLLBACK TRANSACTION TO SAVEPOINT one;
RELEASE one;
COMMIT;
begin transaction; SELECT 1; end transaction;
PRAGMA foreign_keys = ON;

CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = "unicode61 remove_diacritics 2", content='');
CREATE TABLE g (a int, b int GENERATED ALWAYS AS (a * 2) STORED) STRICT, WITHOUT ROWID;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) INSERT INTO a SELECT i FROM n;

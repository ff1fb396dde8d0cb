CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5(word, tokenize = 'unicode61 separators '';''', prefix='2 3');
CREATE VIRTUAL TABLE box USING rtree(id, min_x, max_x, +note TEXT DEFAULT (';'));
CREATE VIRTUAL TABLE [odd;name] USING `fts5`(begin, "end;", content=[t;u]);
CREATE VIRTUAL TABLE bare USING dbstat;
DROP TABLE words

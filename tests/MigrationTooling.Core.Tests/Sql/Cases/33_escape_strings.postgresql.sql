SELECT E'it\'s; \\', 'back\', e'\\', E'''';
SELECT 'slash'; SELECT N'it''s', B'01', X'1F', U&'d\0061t;a', U&"d\0061t;a";

COPY t FROM stdin;
1	it's; a -- row
2	$$ /* "
\.
COPY s.t (a, "b;c") FROM STDIN WITH (FORMAT csv, DELIMITER ';', HEADER);
a;b
"\.";'
\.

copy t from stdin where a > 1; -- trailing; words
3	;
\.
COPY t TO STDOUT; COPY t FROM '/data/;.csv'; COPY (SELECT ';' FROM t) TO STDOUT; COPY stdin FROM 'file'; COPY t FROM PROGRAM 'cat ;';
COPY "stdin;" FROM STDIN;
SELECT 1;
\.
SELECT 2;

CREATE TABLE a (id int, t text);
COPY a (id, t) FROM stdin;
1	it's; a -- row
2	\N

3	$$ /* "
\.
SELECT 1;
copy public.a from STDIN WITH (FORMAT csv, HEADER); -- load
id,t
\.
COPY a FROM STDIN;
\.
COPY a TO STDOUT;
COPY a FROM '/data/a.csv';
COPY (SELECT 1 FROM stdin) TO STDOUT; SELECT 2;

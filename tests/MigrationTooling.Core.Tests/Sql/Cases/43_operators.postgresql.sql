SELECT a=-1, b<-1, c@-1, d*-1, e<>-1, f||-1, g->>'x', h#>>'{a}', i@>j, k::int, l:=1, m..n, o[1:2], p=>q, r!~*s, t<=u, v- -w, x+-y, 2--1
;
SELECT ARRAY['a;b', '[']::text[], tags[1], '{}'::jsonb ? 'a', j ?| ARRAY['b'];

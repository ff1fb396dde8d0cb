\connect shop
create table tags (id int); -- \i is no command in a comment
insert into tags select 1 where '\d' <> $$\d$$;
  \i more.sql
;
copy tags (id) from stdin;
1
\N
\.
copy notes (text) from stdin;
\i data
\.
select count(*) from tags \gset
\copy tags from stdin
4	\N
\i too

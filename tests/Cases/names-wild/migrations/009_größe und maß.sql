create table sizes (id integer);

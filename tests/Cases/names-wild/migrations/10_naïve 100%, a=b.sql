create table odd (id integer);

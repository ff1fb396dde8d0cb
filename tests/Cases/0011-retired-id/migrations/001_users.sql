create table users2 (id integer);

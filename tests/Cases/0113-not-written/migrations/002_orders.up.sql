-- migrate:todo
create table orders (id integer primary key);

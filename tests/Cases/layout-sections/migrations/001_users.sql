-- migrate:up
create table users (id integer primary key, email text not null);
-- migrate:down
drop table users;

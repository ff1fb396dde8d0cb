create table early (id integer);
-- migrate:up
create table users (id integer primary key, email text not null);

create table users (id integer);create table orders (id integer);

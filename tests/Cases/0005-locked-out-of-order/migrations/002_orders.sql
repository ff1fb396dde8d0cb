create table orders (id integer primary key, user_id integer not null);
create index orders_user on orders (user_id);

create table orders (id bigint primary key, paid_on date);
set lock_timeout = '1s';
create index on orders (paid_on);
  CREATE /* without
  a lock */ UNIQUE INDEX concurrently orders_paid on orders (id, paid_on);
vacuum orders;

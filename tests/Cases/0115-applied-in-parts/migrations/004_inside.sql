begin;
create index orders_id on orders (id);
alter table orders add column concurrently int;
alter type mood add value 'new';
refresh materialized view concurrently paid;
create subscription s connection '' publication p with (connect = false);
commit;

-- migrate:up
insert into orders values (2);
-- migrate:down
alter table parts detach partition part_1 concurrently;
delete from orders;

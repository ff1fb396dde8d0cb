-- migrate:options transaction:false
insert into orders values (1);
vacuum orders;

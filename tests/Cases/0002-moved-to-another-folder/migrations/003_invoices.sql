-- One row a bill.
create table invoices (id integer primary key);

insert into invoices (id) values (1);

create index invoices_id on invoices (id);

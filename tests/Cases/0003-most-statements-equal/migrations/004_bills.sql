-- One row a bill.
create table invoices (id integer primary key);

insert into invoices (id) values (2);

create index invoices_id on invoices (id);

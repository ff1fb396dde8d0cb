-- migrate:todo stays without effect where there is a statement
drop table users;

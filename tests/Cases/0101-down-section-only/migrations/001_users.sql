-- migrate:down
drop table users;

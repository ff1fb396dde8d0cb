pragma foreign_keys = off;
create table a (id integer primary key);
VACUUM;

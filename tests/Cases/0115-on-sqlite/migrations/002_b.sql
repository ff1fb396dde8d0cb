attach 'other.db' as other;
insert into a select id from other.a;
detach other;

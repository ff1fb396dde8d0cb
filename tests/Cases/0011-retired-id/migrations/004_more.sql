create table parcels (id integer primary key, user_id integer not null);
create index parcels_user on parcels (user_id);

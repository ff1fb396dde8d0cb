-- These set the session, and are no others.
set lock_timeout = 0;
create index concurrently on orders (id);
reindex (verbose, concurrently) table orders;
reset lock_timeout;

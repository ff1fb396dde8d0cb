-- nothing to do here; see 0003
/* the table
   is gone; */

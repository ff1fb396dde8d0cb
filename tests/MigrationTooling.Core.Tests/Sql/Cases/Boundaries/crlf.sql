SELECT 1;
SELECT E'a\'; '
'\'; b';
CREATE TABLE t (
  a int, -- x;
  b text
);
/* ;
*/ SELECT $$
;
$$;

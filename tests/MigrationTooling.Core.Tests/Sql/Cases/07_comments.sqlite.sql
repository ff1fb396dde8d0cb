SELECT 1 -- it's; a comment
  + 2; /* it's; another */ SELECT 3 /* a /* not nested */ + 4;
SELECT 5--6;
;
SELECT 7 / /* x */ 8 * 9;
SELECT 10/*/ still a comment; */ + 11;
-- /* not opened
SELECT 12; -- */

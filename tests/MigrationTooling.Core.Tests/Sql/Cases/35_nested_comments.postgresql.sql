/* a; /* b; */ c; */ SELECT 1;
SELECT 2 /* /* /* */ */ */ + 3; /*/ */ SELECT 4 -- /*
;
SELECT 5*/*c*/6;
SELECT 7 @-/*c*/8, 9+--c
10;

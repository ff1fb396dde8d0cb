/* ; */ SELECT 1; /* /* ; */ ; */ SELECT 2; /*/* ; */*/ SELECT 3 /* ; ' " $$ -- */;
-- ;
--
SELECT 4 --;
, 5; --; SELECT
/* -- */ SELECT 6; -- /*
SELECT 7; /* ' */ SELECT '/*'; SELECT '*/'; /* " */ SELECT "/*" FROM t; SELECT "--" FROM t; /***/
/**/SELECT/**/8/**/;/**/
/* a /* b /* c ; */ ; */ ; */ SELECT 9;
SELECT 10 /*;*/ -- ; the end
; -- ;
/*;*/;;/*;*/;
-- last ;
SELECT 11 -- no semicolon ;

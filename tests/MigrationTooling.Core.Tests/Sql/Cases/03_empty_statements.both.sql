;;
; -- nothing
CREATE TABLE a (id int);;
/* nothing */ ;
SELECT 1
;
;

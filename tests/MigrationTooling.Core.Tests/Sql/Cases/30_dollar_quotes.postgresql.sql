CREATE FUNCTION f() RETURNS int AS $$
BEGIN
  RETURN 1; -- it's $ not $ closed
END;
$$ LANGUAGE plpgsql;
DO $do$ BEGIN EXECUTE $q$ SELECT ';$$' $q$; END $do$;
SELECT $$$$, $a$$b$a$, $_x1$;$_x1$, $ö$;$ö$;

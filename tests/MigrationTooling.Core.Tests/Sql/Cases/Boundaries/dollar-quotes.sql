SELECT $$;$$, $$'$$, $$$$, $tag$ $$ ; $other$ ; $tag$, $_$;$_$, $A1$;$A1$;
SELECT $a$ $A$ ; $a$, $ab$ $a$ab$;
SELECT $$ $ ; $a $ $$;
SELECT 1 AS a$b$c; SELECT 2 AS a$$; SELECT $$a$$b$$; SELECT 3 AS d$;
SELECT $é$ ; $é$, $名前$ ;' $名前$, $_é1$ ; $_é1$;
SELECT a=$$;$$, (f($x$;$x$)), ARRAY[$$;$$,$$;$$]FROM t;
SELECT $1, $2||$3, $1::text, f($1);SELECT($1);
PREPARE p (int) AS SELECT $1; EXECUTE p(1); DEALLOCATE p;
DO $do$BEGIN EXECUTE $q$ SELECT ';' $q$; RAISE NOTICE $$;$$; END$do$;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
  -- ' ; $$ "
  PERFORM $body$ ; $body$;
  EXECUTE format($$ SELECT %L; $$, ';');
END
$function$;
CREATE FUNCTION g() RETURNS void AS 'BEGIN; RETURN; END;' LANGUAGE plpgsql;
CREATE FUNCTION h() RETURNS void AS 'obj;file', 'link;symbol' LANGUAGE c;

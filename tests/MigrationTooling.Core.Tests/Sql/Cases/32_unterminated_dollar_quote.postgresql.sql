CREATE TABLE a (id int);
CREATE FUNCTION f() RETURNS int AS $body$
BEGIN RETURN 1; END;
$$ $bod$ $BODY$ LANGUAGE plpgsql;

SELECT a[1], ARRAY['b', ']', '[;']; SELECT `tick;` FROM "q;";
SELECT x'00', E'it\'s', $$;$$;

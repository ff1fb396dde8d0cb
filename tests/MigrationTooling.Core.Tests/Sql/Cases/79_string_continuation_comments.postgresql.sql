SELECT E'a\';' -- a comment; with '
  -- and another ';

  -- and a third
'b\';'; SELECT 1;
SELECT 'a'
  -- a comment; with '
'\'; SELECT 2;

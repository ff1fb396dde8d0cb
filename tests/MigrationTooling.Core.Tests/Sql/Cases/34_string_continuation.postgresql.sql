SELECT E'a'
  'it\'s; still escaped'; SELECT 1;
SELECT E'a' -- the rest follows
  -- here
  'it\'s'; SELECT 2;
SELECT 'a'
  'back\'; SELECT 3;
SELECT E'a' /* no */
  'back\'; SELECT 4;
SELECT E'a' || 'b'
  'back\'; SELECT 5;

SELECT e'back\'; SELECT 1;
SELECT u&'x', b'01';

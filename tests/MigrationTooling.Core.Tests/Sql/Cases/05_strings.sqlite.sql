SELECT 'it''s; fine', '', '''', 'a -- no comment', 'a /* nor this */ b';
SELECT 'two
lines;
three';
SELECT 'back\';
SELECT 'slash';

SELECT 'a;b', '', '''', ''';''', 'it''s; fine';
SELECT '\'; SELECT '\\'; SELECT '\;';
SELECT E'it\'s; one', e'\\', E'\\''; still', E'\'';
SELECT E'\
;\'';
SELECT U&'d\0061t;\+000061' , U&'d!0061;' UESCAPE '!', U&'\' UESCAPE '!', u&'''; ';
SELECT B'01', b'', X'1F', x'', N'national;', n'''';
SELECT date'\'; SELECT _e'\'; SELECT é'\'; SELECT U '\';
SELECT'a'AS"b;c";SELECT'd';
SELECT e'\x27;', E'\047;', E'\u0027;', E'a\\\'; b';
SELECT 'line
; line', E'line
\'; line';

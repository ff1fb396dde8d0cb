SELECT 'a'
'b;'
  'c';
SELECT E'a\'; '
'b\'; ';
SELECT E'a\'; '

	'b\'; '
	  
	'c\';';
SELECT U&'a;'
'b;' UESCAPE '!';
SELECT 'a;'
'\';
SELECT E'a', '\'; SELECT E'a'
, '\';
SELECT B'01'
'10', N'a;'
';';
SELECT E''
''; SELECT E''
'\';';
SELECT $$a;$$, '\';

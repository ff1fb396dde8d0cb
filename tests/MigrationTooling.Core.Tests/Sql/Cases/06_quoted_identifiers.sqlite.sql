CREATE TABLE "odd;name" ("it""s" int, [a;b] int, [it's] int, `tick``;s` int, [not"a] int);
SELECT "a--b", [c/*d], `e"f` FROM "odd;name";

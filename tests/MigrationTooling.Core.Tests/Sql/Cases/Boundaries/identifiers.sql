SELECT "a;b", "a"";", U&"d\0061;", U&"\" UESCAPE '!', "'", "$$", "--", "/*", "\" FROM "t;";
SELECT été, 名前, "名;前", naïve$1, _a, a1$, É, 😀 FROM 表;SELECT Ω;
SELECT a AS "select;", "b".";"."d" FROM ";" AS ";";
CREATE TABLE begin (atomic int, "case" int, "end" int, copy int, stdin int, commit int, function int, rule int, trigger int);
SELECT begin atomic FROM begin; SELECT begin FROM begin; SELECT 1 end; SELECT 1 AS case; SELECT 1 case; SELECT commit, copy FROM begin;
SELECT b.case, b.end FROM begin b; ALTER TABLE begin ADD COLUMN prepare int; SELECT 1 AS begin; SELECT 2 atomic;

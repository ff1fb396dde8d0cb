CREATE TABLE "größe😀" (naïve text, 表 int);
INSERT INTO "größe😀" VALUES ('ÿ😀;', 1); SELECT '表', 1;

SELECT 1 AS "one;
SELECT [two] FROM `three`;

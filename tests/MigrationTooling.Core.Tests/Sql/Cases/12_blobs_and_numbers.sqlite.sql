INSERT INTO a VALUES (x'00ff', X'', x'3b', xx'a;b', 1x, 0x1F, .5, 5., 1e+5, 1e-5, 1e, 0x1e-5, 1_000);
SELECT x 'apart';

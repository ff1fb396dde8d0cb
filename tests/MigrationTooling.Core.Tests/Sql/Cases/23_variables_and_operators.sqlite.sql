SELECT ?1, :name, @p, $v, $v::x, #r;
SELECT a->>'$.b', c->'$', d||e, f<<1, g>=2, h<>3, i!=4, j==5, k=-1, l<-1, ~m, n%2;

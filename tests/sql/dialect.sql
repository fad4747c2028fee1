-- The dialect that SQLite and PostgreSQL share. Above each statement stands what both must answer: the rows, separated
-- by "; ", the number of rows changed, or "error". Statements run in their order on the tables of src/db/test_tables.h.
-- Copy from here; what is not here, add with its answer before you use it.

-- Insert, conflict, update, returning
-- => 3 changed
INSERT INTO place (id, parent_id, name, code, position)
VALUES (1, NULL, '黔东南州', '5226', 1), (2, 1, '凯里市', '522601', 1), (3, 1, 'Leishan 雷山县', NULL, 2)
-- => error
INSERT INTO place (id, name, position) VALUES (1, 'again', 9)
-- => 
INSERT INTO place (id, name, position) VALUES (1, 'again', 9) ON CONFLICT DO NOTHING
-- => 1 changed
INSERT INTO place (id, name, position) VALUES (4, 'Third', 9)
ON CONFLICT (id) DO UPDATE SET position = excluded.position
-- => 1 changed
INSERT INTO place (id, name, position) VALUES (4, 'Third', 12)
ON CONFLICT (id) DO UPDATE SET position = excluded.position WHERE place.position <> excluded.position
-- => 12
SELECT position FROM place WHERE id = 4
-- => 1 changed
INSERT INTO place (id, parent_id, name, position)
SELECT id + 10, id, 'copy of ' || name, position FROM place WHERE id = 4 ON CONFLICT DO NOTHING
-- => 14,copy of Third
UPDATE place SET position = position + 1 WHERE id = 14 RETURNING id, name
-- => 1 changed
UPDATE place AS p SET position = q.position + 100 FROM place AS q WHERE p.parent_id = q.id AND q.id = 4
-- => 112
SELECT position FROM place WHERE id = 14
-- => error
UPDATE place SET name = NULL WHERE id = 14
-- => error
DELETE FROM place WHERE id = 4
-- => 1 changed
DELETE FROM place WHERE id = 14

-- Integers: 64 bits, whole division, true and false as 1 and 0
-- => 3,1,-3
SELECT 7 / 2, 7 % 2, -7 / 2
-- => 9223372036854775807
SELECT CAST(9223372036854775807 AS BIGINT)
-- => error
SELECT CAST(9223372036854775807 AS BIGINT) + 1
-- => 4,20,4
SELECT count(*), sum(position) + 4, count(id) FROM place
-- => NULL,0
SELECT sum(position), coalesce(sum(position), 0) FROM place WHERE id > 99
-- => 1,0
SELECT count(*) > 3, count(*) > 4 FROM place
-- => 1; 2
SELECT id FROM place WHERE code IS NOT NULL ORDER BY id
-- => 2
SELECT CASE WHEN count(*) > 3 THEN 2 ELSE 1 END FROM place

-- Text: bytes decide the order, code points the length
-- => 1,4,黔,东南州
SELECT id, length(name), substr(name, 1, 1), substr(name, 2) FROM place WHERE id = 1
-- => Leishan 雷山县; Third; 凯里市; 黔东南州
SELECT name FROM place ORDER BY name
-- => leishan 雷山县,LEISHAN 雷山县
SELECT lower(name), upper(name) FROM place WHERE id = 3
-- => 3
SELECT id FROM place WHERE name LIKE 'Lei%'
-- => 
SELECT id FROM place WHERE name LIKE 'lei%'
-- => 3
SELECT id FROM place WHERE lower(name) LIKE 'lei%'
-- => 2
SELECT id FROM place WHERE name LIKE '%里\_' ESCAPE '\' OR name LIKE '_里_'
-- => 2
SELECT id FROM place WHERE code >= '522601' AND code < '522601~'
-- => a-b,x,abc
SELECT replace('a.b', '.', '-'), trim('  x '), 'a' || 'b' || 'c'
-- => 1
SELECT CAST('12' AS BIGINT) = 12
-- => 12
SELECT CAST(12 AS TEXT)
-- => error
SELECT id FROM place WHERE name = "nosuch"

-- NULL: never equal, its place in an order is always stated
-- => 1; 2; 3; 4
SELECT id FROM place ORDER BY code NULLS LAST, id
-- => 3; 4; 2; 1
SELECT id FROM place ORDER BY code DESC NULLS FIRST, id
-- => 3; 4
SELECT id FROM place WHERE code IS NOT DISTINCT FROM NULL ORDER BY id
-- => 5226,NULL
SELECT coalesce(code, 'x'), nullif(id, 1) FROM place WHERE id = 1

-- Joins, sets, trees, windows
-- => 1,2; 1,3; 4,NULL
SELECT p.id, c.id FROM place p LEFT JOIN place c ON c.parent_id = p.id WHERE p.parent_id IS NULL ORDER BY p.id, c.id
-- => 1,2
SELECT p.id, (SELECT count(*) FROM place c WHERE c.parent_id = p.id) FROM place p
WHERE EXISTS (SELECT 1 FROM place c WHERE c.parent_id = p.id)
-- => 2,1; 3,1
SELECT a.id, b.id FROM place a FULL JOIN place b ON a.parent_id = b.id WHERE a.id IS NOT NULL AND b.id IS NOT NULL
ORDER BY 1
-- => 1,0; 2,1; 3,1
WITH RECURSIVE below (id, depth) AS (
  SELECT id, 0 FROM place WHERE id = 1
  UNION ALL SELECT p.id, b.depth + 1 FROM place p JOIN below b ON p.parent_id = b.id)
SELECT id, depth FROM below ORDER BY depth, id
-- => 1,1; 2,1; 3,2; 4,2
SELECT id, row_number() OVER (PARTITION BY coalesce(parent_id, 0) ORDER BY id) FROM place ORDER BY id
-- => 4,2,2
SELECT count(*), count(*) FILTER (WHERE parent_id = 1), count(DISTINCT coalesce(parent_id, 0)) FROM place
-- => 1,2; NULL,2
SELECT parent_id, count(*) FROM place GROUP BY parent_id HAVING count(*) > 1 ORDER BY parent_id NULLS LAST
-- => 2; 3
SELECT id FROM place WHERE (parent_id, position) IN (SELECT 1, 1 UNION ALL SELECT 1, 2) ORDER BY id
-- => 2
SELECT id FROM place ORDER BY id LIMIT 1 OFFSET 1
-- => 3; 4
SELECT id FROM place EXCEPT SELECT id FROM place WHERE id < 3 ORDER BY id
-- => 1,4
SELECT min(id), max(id) FROM (SELECT id FROM place WHERE id IS NOT NULL) AS found
-- => 2,3,4
SELECT a, b, c FROM (SELECT 2 AS a, 3 AS b, 4 AS c) AS t

-- What one of them would answer differently or not at all is an error on both
-- => error
SELECT CAST(1 AS REAL) / 2
-- => error
SELECT nosuch(1)
-- => error
INSERT INTO place (id, name, position) VALUES (50, 'text for a number', 'x')

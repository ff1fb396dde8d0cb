ALTER TABLE customers ADD COLUMN given_name TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN family_name TEXT NOT NULL DEFAULT '';

-- Up to the first space is the given name; people with one name keep it as given name.
UPDATE customers
SET given_name = CASE instr(name, ' ') WHEN 0 THEN name ELSE substr(name, 1, instr(name, ' ') - 1) END,
    family_name = CASE instr(name, ' ') WHEN 0 THEN '' ELSE substr(name, instr(name, ' ') + 1) END;

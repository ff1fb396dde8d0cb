-- migrate:options irreversible:true
-- What is forgotten can't come back: closed accounts keep their orders and lose their names.
UPDATE customers
SET email = 'closed-' || id || '@invalid.example',
    name = 'closed',
    given_name = '',
    family_name = ''
WHERE closed_at IS NOT NULL;

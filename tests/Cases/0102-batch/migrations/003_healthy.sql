-- migrate:options batch:100 pause:50ms
delete from users where id in (select id from users where email = '' limit 100);

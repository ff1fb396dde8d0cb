-- migrate:options batch:100 pause:5
delete from users where email = '';
select 1;

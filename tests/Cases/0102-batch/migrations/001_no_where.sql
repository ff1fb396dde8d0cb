-- migrate:options batch:100
update users set email = lower(email);

alter table users add column passkey integer;

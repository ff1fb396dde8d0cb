create table users (id int auto_increment);
